import ArgumentParser
import LedgerDomain
import LedgerViews

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
        let asking = try Asking(options)
        let chain = try Chain(asking, from: reference)
        chain.listing.print(as: options.output.format) { chain.text }
    }
}
