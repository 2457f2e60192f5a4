import ArgumentParser
import LedgerOperations
import LedgerDomain
import LedgerViews
import LedgerValues

struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List deployments, the newest first: who, why, what, and how it ended.",
        discussion: """
              stackledger history shop/prod
              stackledger history shop --since "7 days ago" --outcome failed
              stackledger history shop/prod --kind rollback --json
              stackledger history --by mara --commit 4f2c1a9
            """
    )

    @Argument(help: "STACK/STAGE or STACK; all by default.")
    var what: String?

    @Option(help: "Only requests at or after this time.")
    var since: String?

    @Option(help: "Only requests before this time.")
    var until: String?

    @Option(help: "Only requests by names containing this.")
    var by: String?

    @Option(help: "Only this kind: \(DeploymentKind.list).")
    var kind: DeploymentKind?

    @Option(help: "Only this outcome: open, \(Outcome.list).")
    var outcome: String?

    @Option(help: "Only images whose name or digest contains this.")
    var image: String?

    @Option(help: "Only this commit (a prefix is enough).")
    var commit: String?

    @Option(name: [.customShort("n"), .customLong("limit")], help: "Maximum number of rows; 0 for all.")
    var limit = 20

    @OptionGroup var options: AskOptions

    func run() throws {
        let views = try options.views()
        let rows = try rows(views)
        rows.listing.print(as: options.output.format) {
            HistoryText(rows.rows, ofOneStage: what?.contains("/") ?? false).text
        }
        if limit > 0, rows.rows.count == limit, options.output.format == .table {
            StandardError.note("the newest \(limit); -n 0 shows all")
        }
    }

    private func rows(_ views: OpenViews) throws -> Rows {
        let filters = try filters(now: views.now)
        guard let what else { return try views.rows(.history, filters) }
        guard what.contains("/") else {
            let stack = try StackName(argument: what)
            try views.require(stack)
            return try views.rows(.history, filters.merging(["stack": .text(stack.rawValue)]) { $1 })
        }
        let id = try StageID(argument: what)
        let rows = try views.rows(.historyOfStage, filters.merging(id.parameters) { $1 })
        if rows.rows.isEmpty { try views.require(id) }
        return rows
    }

    private func filters(now: Timestamp) throws -> [String: Cell] {
        guard limit >= 0 else { throw Failure.usage(.negativeLimit(limit)) }
        if let outcome, outcome != "open", Outcome(rawValue: outcome) == nil {
            throw Failure.usage(.notAnOutcome(outcome))
        }
        let since = try self.since.map { text throws(OperationError) in try TimeText.read(text, now: now) }
        let until = try self.until.map { text throws(OperationError) in try TimeText.read(text, now: now) }
        return [
            "since": Cell(since?.description), "until": Cell(until?.description), "by": Cell(by),
            "kind": Cell(kind?.rawValue), "outcome": Cell(outcome), "image": Cell(image),
            "commit": Cell(commit?.lowercased()), "limit": .integer(limit == 0 ? -1 : Int64(limit)),
        ]
    }
}

extension DeploymentKind: ExpressibleByArgument {
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension Outcome {
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// Deployments as a table.
struct HistoryText {
    private let rows: [Row]
    private let ofOneStage: Bool
    private let times = RelativeTime()

    init(_ rows: [Row], ofOneStage: Bool) {
        (self.rows, self.ofOneStage) = (rows, ofOneStage)
    }

    var text: String {
        guard !rows.isEmpty else { return "No deployments." }
        return TextTable.text(
            of: rows,
            [
                ListColumn("stage") { row in ofOneStage ? "" : "\(row.text("stack") ?? "")/\(row.text("stage") ?? "")"
                },
                ListColumn("version") { row in "v\(row.integer("version") ?? 0)" },
                ListColumn("kind") { row in kind(row) },
                ListColumn("outcome", ink: { $0.ink }) { $0.outcome },
                ListColumn("image") { row in row.text("image").map(ShortImage.text) ?? "" },
                ListColumn("commit") { row in row.text("commit").map { String($0.prefix(7)) } ?? "" },
                ListColumn("when", .quiet) { row in times.text(row.text("requested_at")) },
                ListColumn("by") { row in ShortActor.text(row.text("requested_by")) },
                ListColumn("reason") { row in reason(row) },
            ]
        )
    }

    private func kind(_ row: Row) -> String {
        let kind = row.text("kind") ?? ""
        guard let version = row.integer("from_version") else { return kind }
        return row.text("from_stage").map { "\(kind) from \($0)@v\(version)" } ?? "\(kind) to v\(version)"
    }

    private func reason(_ row: Row) -> String {
        var parts = [row.text("reason"), row.text("message")].compactMap(\.self)
        if let version = row.integer("superseded_by") { parts.append("replaced by v\(version)") }
        if let cause = row.cause { parts.append(cause) }
        if let mark = row.text("mark") {
            parts.append("marked \(mark)" + (row.text("mark_reason").map { ": \($0)" } ?? ""))
        }
        return parts.joined(separator: "; ")
    }
}

extension Row {
    /// A deployment's outcome, or how far it is.
    var outcome: String { text("outcome") ?? "open: \(text("status") ?? "")" }

    /// Why a deployment did not succeed, by its tasks, where its message does not say it already.
    fileprivate var cause: String? {
        guard let cause = text("cause"), let outcome = text("outcome").flatMap(Outcome.init) else { return nil }
        switch outcome {
        case .failed, .rolledBack: return text("message")?.contains(cause) == true ? nil : cause
        case .succeeded, .cancelled, .rejected, .superseded: return nil
        }
    }

    var ink: Ink {
        switch text("outcome") {
        case "succeeded": .good
        case nil: .waiting
        case "failed", "rolledBack": .bad
        default: .quiet
        }
    }
}
