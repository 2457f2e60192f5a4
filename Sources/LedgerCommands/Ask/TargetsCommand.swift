import ArgumentParser
import LedgerDomain
import LedgerViews
import LedgerValues
import LedgerSystem

struct TargetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "List what a stage can be rolled back to, with a verdict and all its reasons.",
        discussion: """
            A rollback without a target picks the newest deployment that succeeded, differs from what runs, is not \
            marked bad and was not itself rolled away from. Content decides, the task definition and the image, not \
            the number. skipped: never by default, but possible when named. blocked: not possible.

            With --check AWS is asked now, by reads alone, each once: the service, the revisions, and what their definitions \
            need, which is images, secrets, parameters, roles and log groups. Where the log says otherwise, AWS is right. \
            unknown: nothing that is known speaks against it, and some read was denied or gave no answer, which is told on \
            standard error. The column checked holds what was looked at, and what was found: [{"what", "result"}, …].

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
        let asking = try Asking(options)
        let rows = try asking.rows(.targets, id.parameters)
        if rows.rows.isEmpty { try asking.require(id) }
        rows.listing.print(as: options.output.format) { Self.text(rows.rows, of: id) }
    }

    private func runChecked(_ id: StageID) throws(Failure) {
        guard options.moment.at == nil else {
            throw .usage("--check asks AWS now, --at asks about another time", hint: "leave one of them out")
        }
        let ledger = options.ledger
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "repeat; only reads were made")
        let targets = try Interruptible.wait(interruption: { interruption }) {
            () async throws(Failure) -> TargetListing in
            try await TargetListing(checked: id, ledger)
        }
        targets.noteSilences()
        targets.listing.print(as: options.output.format) {
            [Self.text(targets.rows, of: id), targets.instead].compactMap(\.self).joined(separator: "\n")
        }
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
                .init(verdict, Self.ink(of: verdict)),
                .init(row.json("reasons").array?.compactMap(\.string).joined(separator: ", ") ?? ""),
                .init(row.text("revision") ?? ""),
                .init(row.text("image").map(ShortImage.text) ?? ""),
                .init(row.text("commit").map { String($0.prefix(7)) } ?? ""),
                .init(times.text(row.text("ended_at")), .quiet)
            )
        }
        return table.rendered() + "\n" + conclusion(rows, of: id)
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
        guard target.text("verdict") == "blocked" else {
            let isUnknown = target.text("verdict") == RollbackVerdict.unknown.rawValue
            return "A rollback of \(id) goes to v\(version)\(isUnknown ? "; nobody can say that it is safe" : "")."
        }
        let next = rows.first { $0.text("verdict") == "eligible" }?.integer("version")
        return "A rollback of \(id) would go to v\(version), which is blocked"
            + (next.map { "; v\($0) is the next that is eligible." } ?? ".")
    }
}
