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
            columns: ["container", "member", "entry", "value", "version", "set_at", "set_by", "commit", "reason"],
            rows: lines.map { line in
                [
                    line.field.path.container.json, .string(line.field.path.member), line.field.path.entry.json,
                    .string(line.field.value.text), line.deployment["version"].json, line.deployment["ended_at"].json,
                    line.deployment["requested_by"].json, line.deployment["commit"].json,
                    line.deployment["reason"].json,
                ]
            }
        )
    }

    private static func text(_ lines: [Blame.Line], of id: StageID) -> String {
        guard !lines.isEmpty else { return "Nothing that \(id) runs is known to the ledger." }
        let times = RelativeTime()
        return TextTable.text(
            of: lines,
            [
                ListColumn("version") { line in "v\(line.deployment.integer("version") ?? 0)" },
                ListColumn("when", .quiet) { line in times.text(line.deployment.text("ended_at")) },
                ListColumn("by") { line in ShortActor.text(line.deployment.text("requested_by")) },
                ListColumn("container") { line in line.field.path.container ?? "(task)" },
                ListColumn("field") { line in
                    [line.field.path.member, line.field.path.entry].compactMap(\.self).joined(separator: " ")
                },
                ListColumn("value") { line in line.field.value.shortText },
            ]
        )
    }
}
