import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem
import LedgerValues
import LedgerViews

struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "List what a stage can be rolled back to, with a verdict and all its reasons.",
        discussion: """
            A rollback without a target picks the newest deployment that succeeded, differs from what runs, is not marked \
            bad and was not itself rolled away from. It compares content, the task definition and the image, not version \
            numbers. While a deployment is under way, it stops that one and goes back to what ran before. skipped: never picked by default, but you can name it. blocked: not possible.

            --check asks AWS now, with reads only: the service, the revisions, and the images, secrets, parameters, roles and \
            log groups that their definitions need. Where the log says otherwise, AWS is right. unknown: nothing known rules \
            the target out, but some read was denied or got no answer; a note on standard error says which. The column \
            checked holds what was looked at and found: [{"what", "result"}, …].

              stackledger targets shop/prod
              stackledger targets shop/prod --check
              stackledger targets shop/prod --json | jq -r '.[] | select(.isDefault) | .version'
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Flag(help: "Ask AWS now.")
    var check = false

    @OptionGroup var options: AskOptions

    func run() throws {
        let id = try StageID(argument: stage)
        if check { return try runChecked(id) }
        let views = try options.views()
        let rows = try views.rollbackTargets(of: id)
        if rows.rows.isEmpty, try views.row(of: id) == nil { throw OperationError.rejected(.stageUnknown(id)) }
        rows.listing.print(as: options.output.format) { Self.text(rows.rows, of: id) }
    }

    private func runChecked(_ id: StageID) throws {
        guard options.moment.at == nil else {
            throw Failure.usage(.timeOfCheck)
        }
        let caller = try Caller(clouds: AWSStageClouds(logger: options.ledger.logger), report: ReportPrinter().report)
        let ledger = try options.ledger.open(for: .reading)
        let list = try Interruptible.wait(interruption: { OperationError.interrupted(.reading) }) {
            () async throws(OperationError) in
            try await TargetList.checked(id, ledger, caller)
        }
        list.listing.print(as: options.output.format) {
            [Self.text(list.rows.rows, of: id), list.instead].compactMap(\.self).joined(separator: "\n")
        }
    }

    private static func text(_ rows: [Row], of id: StageID) -> String {
        guard !rows.isEmpty else { return "No deployment of \(id) has ended: there is nothing to roll back to." }
        let times = RelativeTime()
        return TextTable.text(
            of: rows,
            [
                ListColumn("") { row in row.isTrue("is_default") ? "→" : "" },
                ListColumn("version") { row in "v\(row.integer("version") ?? 0)" },
                ListColumn("verdict", ink: { Self.ink(of: $0.text("verdict") ?? "") }) { $0.text("verdict") },
                ListColumn("reasons") { row in
                    row.json("reasons").array?.compactMap(\.string).joined(separator: ", ") ?? ""
                },
                ListColumn("revision") { $0.text("revision") },
                ListColumn("image") { row in row.text("image").map(ShortImage.text) ?? "" },
                ListColumn("commit") { row in row.text("commit").map { String($0.prefix(7)) } ?? "" },
                ListColumn("ended", .quiet) { row in times.text(row.text("ended_at")) },
            ]
        ) + "\n" + conclusion(rows, of: id)
    }

    private static func ink(of verdict: String) -> Ink {
        switch RollbackVerdict(rawValue: verdict) {
        case .eligible?: .good
        case .unknown?: .waiting
        case .blocked?: .bad
        case .skipped?, nil: .quiet
        }
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
        if target.json("reasons").array?.contains("alreadyRunning") == true {
            return "A rollback of \(id) goes back to v\(version), which ran before the newest deployment."
        }
        guard target.text("verdict") == "blocked" else {
            let isUnknown = target.text("verdict") == RollbackVerdict.unknown.rawValue
            return "A rollback of \(id) goes to v\(version)\(isUnknown ? "; whether it is safe is unknown" : "")."
        }
        let next = rows.first { $0.text("verdict") == "eligible" }?.integer("version")
        return "A rollback of \(id) would go to v\(version), which is blocked"
            + (next.map { "; v\($0) is the next that is eligible." } ?? ".")
    }
}

extension TargetList {
    fileprivate var listing: Listing {
        var listing = rows.listing
        listing.columns.append("checked")
        for (index, checked) in checked.enumerated() { listing.rows[index].append(checked) }
        return listing
    }

    /// What to use where ECS does not deploy the service itself.
    fileprivate var instead: String? {
        otherController.map { "Instead, \(OtherController.text($0.controller, revision: $0.revision))." }
    }
}
