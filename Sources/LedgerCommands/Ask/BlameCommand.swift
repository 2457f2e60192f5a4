import ArgumentParser
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
        let asking = try Asking(options)
        let lines = try Blame(asking, revealing: try reveal.revealing(asking)).lines(of: id).filter { line in
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
        var table = TextTable("version", "when", "by", "container", "field", "value")
        for line in lines {
            let path = line.field.path
            table.add(
                .init("v\(line.deployment.integer("version") ?? 0)"),
                .init(times.text(line.deployment.text("ended_at")), .quiet),
                .init(ShortActor.text(line.deployment.text("requested_by"))),
                .init(path.container ?? "(task)"),
                .init([path.member, path.entry].compactMap(\.self).joined(separator: " ")),
                .init(line.field.value.shortText)
            )
        }
        return table.rendered()
    }
}

/// Who set what, found by going back through what a stage ran.
struct Blame {
    struct Line {
        let field: DefinitionField
        let deployment: Row
    }

    private let asking: Asking
    private let revealing: Revealing?

    init(_ asking: Asking, revealing: Revealing? = nil) {
        (self.asking, self.revealing) = (asking, revealing)
    }

    /// A line for each field of what runs: the first of the unbroken sequence of runs that had its value.
    ///
    /// Runs of which the ledger has no definition tell nothing and break nothing.
    func lines(of id: StageID) throws(Failure) -> [Line] {
        let runs = try asking.rows(.runs, id.parameters).rows
        guard let current = runs.first, current.text("to") == nil else {
            try asking.require(id)
            throw .notFound("nothing runs in \(id)", hint: "stackledger history \(id)")
        }
        let definitions = Definitions(asking, revealing: revealing)
        var found: [DefinitionField.Path: Row] = [:]
        var pending = try definitions.fields(of: current).values
        let newest = pending
        for run in runs {
            let deployment = try self.deployment(of: run)
            guard try definitions.hasDefinition(of: run) || run["version"] == current["version"] else {
                continue
            }
            let values = try definitions.fields(of: run).values
            pending = pending.filter { values[$0.key] == $0.value }
            for path in pending.keys { found[path] = deployment }
            if pending.isEmpty { break }
        }
        return newest.map { DefinitionField(path: $0.key, value: $0.value) }
            .sorted { $0.path < $1.path }
            .compactMap { field in found[field.path].map { Line(field: field, deployment: $0) } }
    }

    private func deployment(of run: Row) throws(Failure) -> Row {
        try asking.deployment(of: run.stageID, version: run.integer("version") ?? 0)
    }
}
