import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct BlameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Show which deployment set each field of what a stage runs, when, and by whom.",
        discussion: """
            ^v1 or earlier: the first deployment that the ledger knows ran with it, and it may have been there before.

              stackledger blame shop/prod
              stackledger blame shop/prod --field environment
              stackledger blame shop/prod --field environment --reveal
              stackledger blame shop/prod --at shop/prod@v7 --json
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "Only fields whose name has this in it.")
    var field: String?

    @OptionGroup var reveal: RevealOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let views = try options.views()
        let lines = try Blame(views, revealing: try reveal.revealing(views.ledger)).lines(of: id).filter { line in
            field.map { "\(line.field.path)".range(of: $0) != nil } ?? true
        }
        Self.listing(lines).print(as: options.output.format) { Self.text(lines, of: id) }
    }

    private static func listing(_ lines: [Blame.Line]) -> Listing {
        Listing(
            columns: [
                "container", "member", "entry", "value", "version", "or_earlier", "set_at", "set_by", "commit",
                "reason",
            ],
            rows: lines.map { line in
                [
                    line.field.path.container.json, .string(line.field.path.member), line.field.path.entry.json,
                    .string(line.field.value.text), line.deployment["version"].json, .bool(line.orEarlier),
                ] + ["ended_at", "requested_by", "commit", "reason"].map { line.known($0).json }
            }
        )
    }

    private static func text(_ lines: [Blame.Line], of id: StageID) -> String {
        guard !lines.isEmpty else { return "Nothing that \(id) runs is known to the ledger." }
        let times = RelativeTime()
        return TextTable.text(
            of: lines,
            [
                ListColumn("version") { line in line.version },
                ListColumn("when", .quiet) { line in times.text(line.known("ended_at").text) },
                ListColumn("by") { line in ShortActor.text(line.known("requested_by").text) },
                ListColumn("container") { line in line.field.path.container ?? "(task)" },
                ListColumn("field") { line in
                    [line.field.path.member, line.field.path.entry].compactMap(\.self).joined(separator: " ")
                },
                ListColumn("value") { line in line.field.value.shortText },
            ]
        )
    }
}

extension Blame.Line {
    /// v0 is what ran before the ledger.
    fileprivate var version: String {
        let version = deployment.integer("version") ?? 0
        return orEarlier && version > 0 ? "^v\(version) or earlier" : "v\(version)"
    }

    /// A column of the deployment; null where somebody else may have set the value before it.
    fileprivate func known(_ column: String) -> Cell { orEarlier ? .null : deployment[column] }
}
