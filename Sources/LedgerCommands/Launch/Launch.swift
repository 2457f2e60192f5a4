import ArgumentParser
import Glibc
import LedgerOperations
import LedgerSystem

/// Called by `main` with what the system passed to it; returns the exit code.
@_cdecl("stackledger_run")
package func run(count: Int32, words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32 {
    IgnoredSignals.ignore()
    return Launch.run(words: UnsafeBufferPointer(start: words, count: Int(max(0, count))))
}

/// Where the program begins and ends.
enum Launch {
    /// The first word is the program's own name.
    fileprivate static func run(words: UnsafeBufferPointer<UnsafeMutablePointer<CChar>?>) -> Int32 {
        guard !words.isEmpty else {
            return FailureReporter([]).report(.usage(.noArguments))
        }
        var arguments: [String] = []
        for word in words.dropFirst() {
            guard let word, let argument = String(validatingCString: word) else {
                return FailureReporter(arguments).report(.usage(.argumentNotUTF8(number: arguments.count + 1)))
            }
            arguments.append(argument)
        }
        if let name = Environment.unreadableName(where: { $0.hasPrefix("STACKLEDGER_") || $0 == "HOME" }) {
            return FailureReporter(arguments).report(.usage(.variableNotUTF8(name: name)))
        }
        return run(arguments)
    }

    /// Parses and runs, and returns the exit code; every failure is told on standard error.
    static func run(_ arguments: [String]) -> Int32 {
        let arguments = GlobalOptions.movedBehindCommand(arguments)
        let reporter = FailureReporter(arguments)
        do {
            let completed = EnvironmentArguments.complete(arguments, from: Environment.all)
            var command = try Stackledger.parseAsRoot(completed)
            try command.run()
            try StandardOutput.flush()
            return ExitStatus.done.rawValue
        } catch let failure as Failure {
            return reporter.report(failure)
        } catch let error as OutputError {
            return reporter.report(Failure(error))
        } catch let error as OperationError {
            return reporter.report(Failure(error))
        } catch let code as ExitCode {
            // An answer that is not a failure: `diff` found a difference.
            return reporter.finish(with: code)
        } catch {
            return reporter.report(parsing: error)
        }
    }
}
