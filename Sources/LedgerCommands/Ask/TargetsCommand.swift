import ArgumentParser
import LedgerDomain
import LedgerViews

struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "List what a stage can be rolled back to, with a verdict and all its reasons.",
        discussion: """
            A rollback without a target picks the newest deployment that succeeded, differs from what runs, is not \
            marked bad and was not itself rolled away from. Content decides, the task definition and the image, not \
            the number. skipped: never by default, but possible when named. blocked: not possible.

              stackledger targets shop/prod
              stackledger targets shop/prod --json | jq -r '.[] | select(.isDefault) | .version'
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @OptionGroup var options: AskOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let asking = try Asking(options)
        let rows = try asking.rows(.targets, id.parameters)
        if rows.rows.isEmpty { try asking.require(id) }
        rows.listing.print(as: options.output.format) { Self.text(rows.rows, of: id) }
    }

    private static func text(_ rows: [Row], of id: StageID) -> String {
        guard !rows.isEmpty else { return "No deployment of \(id) has ended: there is nothing to roll back to." }
        let times = RelativeTime()
        var table = TextTable("", "version", "verdict", "reasons", "revision", "image", "commit", "ended")
        for row in rows {
            let verdict = row.text("verdict") ?? ""
            table.add(
                .init(row.isTrue("is_default") ? "→" : ""),
                .init("v\(row.integer("version") ?? 0)"),
                .init(verdict, verdict == "eligible" ? .good : verdict == "blocked" ? .bad : .quiet),
                .init(row.json("reasons").array?.compactMap(\.string).joined(separator: ", ") ?? ""),
                .init(row.text("revision") ?? ""),
                .init(row.text("image").map(ShortImage.text) ?? ""),
                .init(row.text("commit").map { String($0.prefix(7)) } ?? ""),
                .init(times.text(row.text("ended_at")), .quiet)
            )
        }
        return table.rendered() + "\n" + conclusion(rows, of: id)
    }

    private static func conclusion(_ rows: [Row], of id: StageID) -> String {
        guard let target = rows.first(where: { $0.isTrue("is_default") }), let version = target.integer("version")
        else {
            let unfit: [JSONValue] = ["alreadyRunning", "neverSucceeded", "markedBad", "contentUnknown"]
            let named = rows.first { row in
                let reasons = row.json("reasons").array ?? []
                return row.text("verdict") == "skipped" && !unfit.contains(where: reasons.contains)
            }
            return "No target by default" + (named?.integer("version").map { "; v\($0) could be named." } ?? ".")
        }
        guard target.text("verdict") == "blocked" else { return "A rollback of \(id) goes to v\(version)." }
        let next = rows.first { $0.text("verdict") == "eligible" }?.integer("version")
        return "A rollback of \(id) would go to v\(version), which is blocked"
            + (next.map { "; v\($0) is the next that is eligible." } ?? ".")
    }
}
