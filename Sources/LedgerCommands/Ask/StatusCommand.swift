import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerSystem
import LedgerViews
import LedgerValues

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what runs in each stage, what is open, and which stage is behind.",
        discussion: """
            Stages stand in the order in which a change goes through them.

            --check asks AWS what runs now; a stage where that is something else than the ledger says is marked.

              stackledger status shop
              stackledger status shop/prod --check
              stackledger status shop/prod --at 2026-11-17T10:00Z
              stackledger status --json
            """
    )

    @Argument(help: "STACK or STACK/STAGE; all stacks by default.")
    var what: String?

    @Flag(help: "Ask AWS now.")
    var check = false

    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        let rows = try Self.rows(views, what)
        if check { return try printChecked(rows) }
        rows.listing.print(as: options.output.format) {
            if rows.rows.isEmpty, options.moment.at != nil { return "The ledger knew no stage then." }
            return StatusText(rows.rows).text
        }
    }

    private func printChecked(_ rows: Rows) throws {
        guard options.moment.at == nil else {
            throw Failure.usage(.timeOfCheck)
        }
        let caller = try Caller(clouds: AWSStageClouds(logger: options.ledger.logger), report: ReportPrinter().report)
        let ledger = try options.ledger.open(for: .reading)
        let stages = rows.rows.map(\.stageID)
        let findings = try Interruptible.wait(interruption: { OperationError.interrupted(.reading) }) {
            () async throws(OperationError) in
            try await StatusCheck.findings(of: stages, ledger, caller)
        }
        var listing = rows.listing
        listing.columns += ["aws_runs", "differs"]
        for (index, finding) in findings.enumerated() {
            listing.rows[index] += [finding.runs.json, finding.differs.map { .bool($0) } ?? .null]
        }
        listing.print(as: options.output.format) { StatusText(rows.rows, findings).text }
    }

    private static func rows(_ views: OpenViews, _ what: String?) throws(OperationError) -> Rows {
        guard let what, what.contains("/") else { return try views.stages(of: what) }
        let id = try StageID(argument: what)
        var rows = try views.stages(of: id.stack.rawValue)
        rows.rows.removeAll { $0.text("stage") != id.stage.rawValue }
        guard !rows.rows.isEmpty else { throw .rejected(.stageUnknown(id)) }
        return rows
    }
}

/// A stack's stages as a pipeline.
struct StatusText {
    private let rows: [Row]
    /// Of the rows, where AWS was asked.
    private let findings: [StageID: StatusCheck.Finding]
    private let times = RelativeTime()

    init(_ rows: [Row], _ findings: [StatusCheck.Finding] = []) {
        self.rows = rows
        self.findings = zip(rows, findings).reduce(into: [:]) { $0[$1.0.stageID] = $1.1 }
    }

    var text: String {
        guard !rows.isEmpty else { return "No stages. stackledger stage add adds one." }
        return TextTable.text(
            of: rows,
            [
                ListColumn("stage") { row in "\(row.text("stack") ?? "")/\(row.text("stage") ?? "")" },
                ListColumn("running") { row in running(row) },
                ListColumn("image") { row in row.text("running_image").map(ShortImage.text) ?? "" },
                ListColumn("commit") { row in row.text("running_commit").map { String($0.prefix(7)) } ?? "" },
                ListColumn("since", .quiet) { row in times.text(row.text("running_since")) },
                ListColumn("by") { row in ShortActor.text(row.text("running_by")) },
                ListColumn("open", .waiting) { row in open(row) },
                ListColumn("notes") { row in notes(row) },
            ]
        )
    }

    private func running(_ row: Row) -> String {
        if let version = row.integer("running_version") { return "v\(version)" }
        return row.isTrue("is_known") ? "nothing" : "unknown (ledger begins \(times.text(row.text("known_from"))))"
    }

    private func open(_ row: Row) -> String {
        guard let version = row.integer("open_version") else { return "" }
        let state =
            if row.isTrue("is_in_doubt") { "in doubt" } else if row.isTrue("awaits_approval") {
                "waits for approval"
            } else { row.text("open_status") ?? "open" }
        return "v\(version) \(row.text("open_kind") ?? "") \(state)"
    }

    private func notes(_ row: Row) -> String {
        var notes: [String] = []
        if let behind = behind(row) { notes.append(behind) }
        if row.isTrue("is_locked") { notes.append("locked: \(row.text("lock_reason") ?? "")") }
        if row.isTrue("has_drifted") { notes.append("drifted") }
        if let finding = findings[row.stageID] {
            if finding.differs == true { notes.append("AWS runs \(ShortImage.text(finding.runs ?? "something else"))") }
            if finding.differs == nil { notes.append("not checked") }
        }
        if let failed = row.text("failed_rollback") { notes.append("AWS could not roll back: \(failed)") }
        if row.isTrue("assumed") { notes.append("settings assumed") }
        return notes.joined(separator: "; ")
    }

    private func behind(_ row: Row) -> String? {
        guard let before = row.text("stage_before"), row.integer("running_version") != nil else { return nil }
        guard !row["was_before"].isNull else { return nil }
        guard row.isTrue("was_before") else { return "not what \(before) ran" }
        let count = row.integer("changes_before") ?? 0
        return count == 0 ? nil : "\(count) behind \(before)"
    }
}
