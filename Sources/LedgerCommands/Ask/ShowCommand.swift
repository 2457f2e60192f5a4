import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerViews
import LedgerValues

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything known of a deployment, a revision, an image, an action or an event.",
        discussion: """
              stackledger show shop/prod
              stackledger show shop/prod@v7
              stackledger show shop/prod~1 --json
              stackledger show shop-prod:42
              stackledger show sha256:4f2c1a9e
              stackledger show '#1234'
              stackledger show shop-prod:42 --reveal
            """
    )

    @Argument(help: "shop/prod (what runs), shop/prod@v7, shop/prod~1, family:42, sha256:…, a commit, #1234 or an id.")
    var reference: String

    @OptionGroup var reveal: RevealOptions
    @OptionGroup var options: AskOptions

    func run() throws {
        let asking = try Asking(options, withLog: true)
        let reference = try Reference(reference, now: asking.now)
        var sections = try Shown(asking).sections(of: reference, named: self.reference)
        if let revealing = try reveal.revealing(asking) { sections = try revealing.opened(sections, asking) }
        switch options.output.format {
        case .table: StandardOutput.write(sections.map(\.text).joined(separator: "\n\n") + "\n")
        case .json, .jsonl:
            // What was asked for at the top level, what belongs to it below.
            let main = sections.first.flatMap { $0.isList ? nil : $0.json.object }
            var object = main ?? [:]
            for section in sections.dropFirst(main == nil ? 0 : 1) { object[section.name.camelCase] = section.json }
            StandardOutput.write(CanonicalJSON.text(.object(object)) + "\n")
        case .csv: sections.first?.listing.print(as: .csv) { "" }
        }
    }
}

/// A part of what is shown: one row with a name, or several.
struct Section {
    let name: String
    let rows: Rows
    let isList: Bool

    var listing: Listing { rows.listing }

    var json: JSONValue {
        let objects = rows.rows.map { row in
            JSONValue.object(JSONObject(rows.columns.map { ($0.camelCase, row.json($0)) }))
        }
        return isList ? .array(objects) : objects.first ?? .null
    }

    var text: String {
        Ink.heading.painting(name) + "\n" + rows.rows.map(lines).joined(separator: isList ? "\n\n" : "\n")
    }

    /// A line for each column that has a value.
    private func lines(_ row: Row) -> String {
        let times = RelativeTime()
        let shown = rows.columns.filter { !row[$0].isNull && !$0.hasPrefix("valid_") && row.json($0) != [:] }
        let width = shown.map(\.count).max() ?? 0
        return shown.map { column in
            let isTime = column.hasSuffix("_at") || ["from", "to"].contains(column)
            let value = isTime ? times.text(row.text(column)) : Self.text(row.json(column))
            return "  " + column + String(repeating: " ", count: width - column.count + 2) + value.escapingControls
        }.joined(separator: "\n")
    }

    private static func text(_ value: JSONValue) -> String {
        value.string ?? CanonicalJSON.text(value.masked)
    }
}

/// Collects what belongs to a reference.
struct Shown {
    private let asking: Asking

    init(_ asking: Asking) {
        self.asking = asking
    }

    func sections(of reference: Reference, named text: String) throws(Failure) -> [Section] {
        let found: [Section]
        switch reference {
        case .event(let position):
            found = [try one("event", .event, ["position": .integer(Int64(position))])]
        case .revision(let name): found = try revision(name)
        case .digest(let digest): found = try images(["digest": .text(digest)], deployments: .deploymentsOfDigest)
        case .commit(let commit): found = try images(["commit": .text(commit)], deployments: .deploymentsOfCommit)
        case .id(let id): found = try anything(id)
        case .stage(let id):
            let stage = try one("stage_settings", .stage, id.parameters)
            found = try deployment(try asking.deployment(reference, named: text)) + [stage]
        case .version, .back, .time: found = try deployment(try asking.deployment(reference, named: text))
        }
        let known = found.filter { !$0.rows.rows.isEmpty }
        guard !known.isEmpty else {
            throw .notFound(
                "the ledger knows nothing of \(text)",
                hint: "stackledger history, revisions or images list"
            )
        }
        return known
    }

    private func one(_ name: String, _ statement: Statement, _ parameters: [String: Cell]) throws(Failure) -> Section {
        Section(name: name, rows: try asking.rows(statement, parameters), isList: false)
    }

    private func list(_ name: String, _ statement: Statement, _ parameters: [String: Cell]) throws(Failure) -> Section {
        Section(name: name, rows: try asking.rows(statement, parameters.limited(to: -1)), isList: true)
    }

    private func deployment(_ row: Row) throws(Failure) -> [Section] {
        let parameters = row.deploymentParameters
        let stage = try asking.rows(.stage, row.stageID.parameters).rows.first
        let place = ["account": stage?["account"] ?? .null, "region": stage?["region"] ?? .null]
        let revision = place.merging(["revision": row["revision"]]) { $1 }
        var sections = [
            try one("deployment", .deployment, parameters), try one("registration", .revision, revision),
            try list("containers", .containers, revision),
        ]
        if let digest = row.text("image")?.digest {
            sections.append(try list("images", .images, ["digest": .text(digest)]))
        }
        if let commit = row.text("commit") { sections.append(try list("builds", .builds, ["commit": .text(commit)])) }
        sections.append(try list("actions", .actionsOfDeployment, parameters))
        return sections
    }

    private func revision(_ name: String) throws(Failure) -> [Section] {
        let parameters = ["revision": Cell.text(name)]
        return [
            try list("revisions", .revision, parameters), try list("containers", .containers, parameters),
            try list("deployments", .deploymentsOfRevision, parameters),
        ]
    }

    private func images(_ parameters: [String: Cell], deployments: Statement) throws(Failure) -> [Section] {
        [
            try list("images", .images, parameters), try list("builds", .builds, parameters),
            try list("deployments", deployments, parameters),
        ]
    }

    private func anything(_ id: UniqueID) throws(Failure) -> [Section] {
        let parameters = ["id": Cell.text(id.description)]
        if let row = try asking.rows(.deploymentByID, parameters).rows.first { return try deployment(row) }
        let actions = try list("action", .actions, parameters)
        if !actions.rows.rows.isEmpty { return [actions, try list("attempts", .attempts, parameters)] }
        return [try one("event", .eventByID, parameters)]
    }
}

extension String {
    /// `sha256:…` of an image's name.
    var digest: String? {
        split(separator: "@").dropFirst().last.map(String.init)
    }
}
