import ArgumentParser
import LedgerOperations
import Logging

struct CallerOptions: ParsableArguments {
    @Option(help: "Who does this; by default the CI's user, else the system's.")
    private var actor: String?

    func name() throws(OperationError) -> String { try caller(logger: nil).name }

    func caller(_ limits: TimeLimits = TimeLimits(), logger: Logger?) throws(OperationError) -> Caller {
        try Caller(
            name: actor,
            clouds: AWSStageClouds(logger: logger),
            limits: limits,
            report: ReportPrinter().report
        )
    }
}
