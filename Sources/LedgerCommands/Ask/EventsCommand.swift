import ArgumentParser
import LedgerOperations
import Glibc
import LedgerDomain
import LedgerLog
import LedgerViews
import LedgerValues

struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List events in the order of the log, or follow it.",
        discussion: """
              stackledger events stage/shop/prod
              stackledger events --type deployment -n 20
              stackledger events -f -o jsonl | jq -r .type
            """
    )

    @Argument(help: "Only events of this subject, or of those below it: stage/shop/prod, stage/shop, stage.")
    var subject: String?

    @Option(help: "Only this type, or this noun: deployment.failed.v1, deployment.failed, deployment.")
    var type: String?

    @Option(help: "Only events after this position.")
    var after = 0

    @Option(help: "Only those that happened at or after this time.")
    var since: String?

    @Option(help: "Only those that happened before this time.")
    var until: String?

    @Flag(name: [.customShort("f"), .long], help: "Follow the log: print events as they come, until interrupted.")
    var follow = false

    @OptionGroup var limit: LimitOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        if follow, options.moment.at != nil { throw Failure.usage(.exclusive("--follow", "--at")) }
        var position = try list(after: after, limit: try limit.cell(), isFirst: true)
        while follow {
            try StandardOutput.flush()
            usleep(500_000)
            let end = try options.ledger.open(for: .reading).acknowledgedSize ?? .max
            if end > position { position = try list(after: position, limit: .integer(-1), isFirst: false) }
        }
    }

    /// Prints events and returns the position up to which they were looked at.
    private func list(after: Int, limit: Cell, isFirst: Bool) throws -> Int {
        let views = try options.views(withLog: true)
        let since = try self.since.map { text throws(OperationError) in try TimeText.read(text, now: views.now) }
        let until = try self.until.map { text throws(OperationError) in try TimeText.read(text, now: views.now) }
        let rows = try views.rows(
            .events,
            [
                "subject": Cell(subject), "type": Cell(type), "after": .integer(Int64(after)), "limit": limit,
                "since": Cell(since?.description), "until": Cell(until?.description),
            ]
        )
        let format = follow && options.output.format == .json ? OutputFormat.jsonl : options.output.format
        if isFirst || !rows.rows.isEmpty {
            rows.listing.print(as: format) { Self.text(rows.rows, isFirst: isFirst) }
        }
        return views.session.position
    }

    private static func text(_ rows: [Row], isFirst: Bool) -> String {
        guard !rows.isEmpty else { return "" }
        let times = RelativeTime()
        let text = TextTable.text(
            of: rows,
            [
                ListColumn("position") { "#\($0.integer("position") ?? 0)" },
                ListColumn("type") { $0.text("type") },
                ListColumn("subject") { $0.text("subject") },
                ListColumn("when", .quiet) { times.text($0.text("time")) },
                ListColumn("by") { ShortActor.text($0.text("actor")) },
                ListColumn("data") { CanonicalJSON.text($0.json("data").masked) },
            ]
        )
        return isFirst ? text : text.split(separator: "\n").dropFirst().joined(separator: "\n")
    }
}

extension DefinitionField.Value {
    /// The value; what is sealed of it is masked.
    var text: String {
        switch self {
        case .plain(let text): text
        case .image(let image): image.name
        case .sealed: JSONValue.mask
        case .partlySealed(let masked, _): masked
        }
    }

    /// The value for people: an image by the first digits of its digest.
    var shortText: String { text.range(of: "@sha256:") == nil ? text : ShortImage.text(text) }
}
