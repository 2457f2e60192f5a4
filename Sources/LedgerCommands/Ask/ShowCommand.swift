import ArgumentParser
import LedgerOperations
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
        let views = try options.views(withLog: true)
        let reference = try Reference(reference, now: views.now)
        var sections = try Shown(views).sections(of: reference, named: self.reference)
        if let revealing = try reveal.revealing(views.ledger) { sections = try revealing.opened(sections, views) }
        switch options.output.format {
        case .table: StandardOutput.write(sections.map(\.text).joined(separator: "\n\n") + "\n")
        case .json, .jsonl:
            // What was asked for at the top level, what belongs to it below.
            let main = sections.first.flatMap { $0.isList ? nil : $0.json.object }
            var object = main ?? [:]
            for section in sections.dropFirst(main == nil ? 0 : 1) { object[section.name.camelCase] = section.json }
            StandardOutput.write(json: CanonicalJSON.text(.object(object)) + "\n")
        case .csv: sections.first?.listing.print(as: .csv) { "" }
        }
    }
}

extension ShownSection {
    fileprivate var listing: Listing { rows.listing }

    fileprivate var json: JSONValue {
        let objects = rows.rows.map { row in
            JSONValue.object(JSONObject(rows.columns.map { ($0.camelCase, row.json($0)) }))
        }
        return isList ? .array(objects) : objects.first ?? .null
    }

    fileprivate var text: String {
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
