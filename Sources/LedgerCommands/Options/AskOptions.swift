import ArgumentParser
import LedgerOperations
import LedgerSystem
import LedgerValues

/// What every query has.
struct AskOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: OutputOptions

    /// The views at the moment that is asked for; a query that reads records' data asks for them `withLog`.
    func views(withLog: Bool = false) throws -> OpenViews {
        try ledger.open(for: .reading).views(at: try moment.read(now: .now()), withLog: withLog)
    }
}

struct MomentOptions: ParsableArguments {
    @Option(
        help: """
            As of when: a time (2026-11-01, "2 hours ago"), a position (#1234) or a deployment (shop/prod@v12: when it \
            ended).
            """
    )
    var at: String?

    @Flag(help: "Make a time mean what the ledger knew then.")
    var asKnown = false

    func read(now: Timestamp) throws -> MomentText? {
        guard let at else {
            guard !asKnown else { throw Failure.usage(.timeMissing) }
            return nil
        }
        return try MomentText(at, asKnown: asKnown, now: now)
    }
}
