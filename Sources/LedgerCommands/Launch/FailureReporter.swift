import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerValues
import LedgerSystem

/// Tells failures on standard error, as text or as JSON.
struct FailureReporter {
    private let arguments: [String]

    init(_ arguments: [String]) {
        self.arguments = arguments
    }

    func report(_ failure: Failure) -> Int32 {
        failure.tell(asJSON: wantsJSON)
    }

    /// Ends a command that has said all it had to say.
    func finish(with code: ExitCode) -> Int32 {
        do { try StandardOutput.flush() } catch { return report(Failure(error)) }
        return code.rawValue
    }

    /// What the argument parser throws: help and version, which are no failures, and wrong usage.
    func report(parsing error: any Error) -> Int32 {
        let status = Stackledger.exitCode(for: error)
        if status == .success {
            StandardOutput.write(Stackledger.fullMessage(for: error) + "\n")
            if wantsVersions { StandardOutput.write("\(Ledger.engine)\n") }
            return finish(with: .success)
        }
        let message = Stackledger.message(for: error).split(separator: "\n").joined(separator: " ")
        let what = message.hasSuffix(".") ? String(message.dropLast()) : message
        return report(.usage(.unparsed(what, command: commandWords)))
    }

    private var commandWords: String {
        Stackledger.commandWords(in: arguments).map { $0 + " " }.joined()
    }

    /// Whether the versions of what is inside were asked for too.
    private var wantsVersions: Bool {
        arguments.contains("--version") && ["-v", "--verbose"].contains(where: arguments.contains)
    }

    /// Whether JSON was asked for; the arguments may be ones that do not parse.
    private var wantsJSON: Bool {
        let asked = zip(arguments, arguments.dropFirst()).contains { ["-o", "--output"].contains($0) && isJSON($1) }
        let joined = arguments.contains {
            ["--json", "-ojson", "-ojsonl", "--output=json", "--output=jsonl"].contains($0)
        }
        if asked || joined || Environment["STACKLEDGER_JSON"].map(EnvironmentArguments.isTrue) ?? false { return true }
        return Environment["STACKLEDGER_OUTPUT"].map(isJSON) ?? false
    }

    private func isJSON(_ format: String) -> Bool { format == "json" || format == "jsonl" }
}
