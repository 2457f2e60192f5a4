import ArgumentParser
import Glibc
import LedgerOperations
import LedgerSystem

/// Where the program begins and ends.
package enum Launch {
    package static func main() -> Never {
        signal(SIGPIPE, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst())))
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
