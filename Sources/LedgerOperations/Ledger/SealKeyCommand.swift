import LedgerLog
import LedgerSystem

/// A command of the user's own that prints the sealing keys: `pass show stackledger`.
///
/// The shell runs it without standard input and in a process group of its own. What it prints on standard error is thrown
/// away: nobody knows what is in it.
struct SealKeyCommand {
    private static let seconds = 10
    private static let largest = 65_536

    private let command: String

    init(_ command: String) {
        self.command = command
    }

    func output() throws(SealingError) -> String {
        do { return try run() } catch { throw .command(error) }
    }

    private func run() throws(SealCommandFault) -> String {
        let process: ChildProcess
        do {
            process = try ChildProcess(
                ["/bin/sh", "-c", command],
                environment: Environment.forChildren(withAWS: true),
                isolation: .processGroup
            )
        } catch { throw .notStarted(reason: error.text) }
        let ending = process.wait(seconds: Self.seconds, limit: Self.largest)
        switch ending.cause {
        case .exited(0): return String(decoding: ending.output, as: UTF8.self)
        case .exited(127): throw .notFound
        case .exited(let code): throw .exited(code)
        case .killed(let signal): throw .killed(signal: signal)
        case .timedOut: throw .timedOut(seconds: Self.seconds)
        case .printedTooMuch: throw .printedTooMuch
        }
    }
}
