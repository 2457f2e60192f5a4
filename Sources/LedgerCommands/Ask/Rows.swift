import LedgerDomain
import LedgerLog
import LedgerViews
import LedgerValues

/// What a statement answered, with JSON where a column holds JSON.
struct Rows {
    let columns: [String]
    var rows: [Row]
    let isTruncated: Bool

    init(_ table: Table) {
        columns = table.columns
        let indices = Dictionary(zip(table.columns, table.columns.indices), uniquingKeysWith: { first, _ in first })
        rows = table.rows.map { Row(indices: indices, cells: $0) }
        isTruncated = table.isTruncated
    }

    var listing: Listing {
        Listing(columns: columns, rows: rows.map { row in zip(columns, row.cells).map { $1.json(in: $0) } })
    }
}

/// One row, by the names of its columns.
struct Row {
    fileprivate let indices: [String: Int]
    private(set) var cells: [Cell]

    fileprivate init(indices: [String: Int], cells: [Cell]) {
        (self.indices, self.cells) = (indices, cells)
    }

    /// Null for a column that the statement does not have; setting one does nothing then.
    subscript(_ column: String) -> Cell {
        get { indices[column].map { cells[$0] } ?? .null }
        set { if let index = indices[column] { cells[index] = newValue } }
    }

    func text(_ column: String) -> String? { self[column].text }
    func integer(_ column: String) -> Int? { self[column].integer.map { Int($0) } }
    func isTrue(_ column: String) -> Bool { self[column].integer == 1 }

    /// A column that holds JSON.
    func json(_ column: String) -> JSONValue { self[column].json(in: column) }
}

extension Cell {
    private static let jsonColumns: Set = [
        "data", "environment", "expected", "observed", "ports", "reasons", "scan_findings", "secrets", "settings",
    ]
    private static let truthColumns: Set = ["assumed", "essential", "is_default", "retryable"]

    /// The value as JSON output has it: columns that hold JSON become JSON, and truth values `true` and `false`.
    func json(in column: String) -> JSONValue {
        switch self {
        case .text(let text) where Self.jsonColumns.contains(column):
            (try? JSONReader.value(Array(text.utf8))) ?? json
        case .integer(let number) where Self.truthColumns.contains(column): .bool(number != 0)
        case .text, .integer, .null: json
        }
    }
}
