import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerValues

struct ResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settle an in-doubt call after checking AWS yourself.",
        discussion: """
            stackledger actions --in-doubt lists such calls. If the call was not carried out, its deployment ends as failed; \
            if it was, stackledger recover resumes it.

              stackledger resolve 0197… --absent -m "no new revision in the console"
            """
    )

    @Argument(help: "The action's id.")
    var action: String

    @Flag(help: "It was carried out.")
    var landed = false

    @Flag(help: "It was not.")
    var absent = false

    @OptionGroup var reason: ReasonOptions
    @OptionGroup var options: ShapeOptions

    func run() throws {
        guard landed != absent else { throw Failure.usage(.verdictMissing) }
        guard let id = UniqueID(action) else { throw Failure.usage(.notAnAction(action)) }
        let reason = try reason.required(for: "a resolution")
        let views = try options.ledger.open(for: .reading).views()
        let resolution = try Resolution(of: id, landed ? .landed : .absent, reason: reason, in: views)
        try options.record(resolution.batch) { _ in
            "Resolved: \(resolution.operation) \(landed ? "was" : "was not") carried out."
        }
    }
}
