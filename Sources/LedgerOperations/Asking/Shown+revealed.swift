import LedgerLog
import LedgerViews
import LedgerValues
import LedgerDomain

extension Revealing {
    /// What is shown, with everything sealed in it opened, and the values of the revisions in it.
    package func opened(_ sections: [ShownSection], _ views: OpenViews) throws(OperationError) -> [ShownSection] {
        let definitions = Definitions(views, revealing: self)
        var opened: [ShownSection] = []
        for section in sections {
            var rows = section.rows
            for index in rows.rows.indices { try open(&rows.rows[index], columns: rows.columns) }
            opened.append(ShownSection(name: section.name, rows: rows, isList: section.isList))
        }
        var values: [(path: SealPath, value: String)] = []
        for row in sections.flatMap(\.rows.rows) { values += try definitions.values(ofRevision: row) }
        return values.isEmpty ? opened : opened + [Self.section(of: values)]
    }

    /// A column holds what an event's data has under its name; the one called `data`, all of it.
    private func open(_ row: inout Row, columns: [String]) throws(OperationError) {
        for column in columns {
            let value = row.json(column)
            guard !value.macs.isEmpty else { continue }
            let isWhole = column == "data"
            let data = isWhole ? value.object ?? [:] : [column: value]
            let place = row.integer("position").map { "#\($0)" } ?? column
            let opened = try self.opened(data, of: place, in: isWhole ? Registry(ofValuesIn: data, row) : nil)
            row[column] = .text(CanonicalJSON.text(isWhole ? .object(opened) : opened[column] ?? .null))
        }
    }

    private static func section(of values: [(path: SealPath, value: String)]) -> ShownSection {
        let table = Table(
            columns: ["container", "name", "value"],
            rows: values.map { [.text($0.path.container), .text($0.path.name), .text($0.value)] }
        )
        return ShownSection(name: "values", rows: Rows(table), isList: true)
    }
}

extension Registry {
    /// Those of the data of an event's row.
    fileprivate init?(ofValuesIn data: JSONObject, _ row: Row) {
        let type = row.text("type").flatMap(EventType.init(rawValue:))
        self.init(ofValuesIn: data, type, row.text("subject").flatMap(StreamName.init))
    }
}
