import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerValues

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Walk the chain commit → build → image → revision → deployment → AWS calls, from any of its links.",
        discussion: """
              stackledger trace shop/prod
              stackledger trace 4f2c1a9
              stackledger trace sha256:9b1e… --json
            """
    )

    @Argument(
        help: "A deployment, a commit, a build's execution, an image's digest, a revision, an action or an event."
    )
    var reference: String

    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        let trace = try Trace(views, from: reference)
        trace.listing.print(as: options.output.format) { trace.text }
    }
}

extension Trace {
    fileprivate var listing: Listing {
        Listing(
            columns: ["kind", "name", "time", "actor", "state", "detail"],
            rows: links.map {
                [.string($0.kind), .string($0.name), $0.time.json, $0.actor.json, $0.state.json, $0.detail.json]
            }
        )
    }

    /// Each kind of link a step further in.
    fileprivate var text: String {
        let depth = ["commit": 0, "build": 1, "image": 2, "revision": 3, "deployment": 4, "action": 5]
        let times = RelativeTime()
        return TextTable.text(
            of: links,
            [
                ListColumn("what") { link in String(repeating: " ", count: depth[link.kind] ?? 0) + link.kind },
                ListColumn("name") { link in link.kind == "image" ? ShortImage.text(link.name) : link.name },
                ListColumn("state") { link in link.state ?? "" },
                ListColumn("when", .quiet) { link in times.text(link.time) },
                ListColumn("by") { link in ShortActor.text(link.actor) },
                ListColumn("detail") { link in link.detail ?? "" },
            ]
        )
    }
}
