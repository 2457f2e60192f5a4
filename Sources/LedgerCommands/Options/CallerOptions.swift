import ArgumentParser
import LedgerOperations

struct CallerOptions: ParsableArguments {
    @Option(help: "Who does this; by default the CI's user, else the system's.")
    private var actor: String?

    func name() throws(OperationError) -> String { try caller().name }

    func caller(_ limits: TimeLimits = TimeLimits()) throws(OperationError) -> Caller {
        try Caller(name: actor, limits: limits, report: ReportPrinter().report)
    }
}
