package import LedgerViews
package import LedgerValues

/// What a statement answered, with JSON where a column holds JSON.
package struct Rows {
    package let columns: [String]
    package var rows: [Row]
    package let isTruncated: Bool

    package init(_ table: Table) {
        columns = table.columns
        let indices = Dictionary(zip(table.columns, table.columns.indices), uniquingKeysWith: { first, _ in first })
        rows = table.rows.map { Row(indices: indices, cells: $0) }
        isTruncated = table.isTruncated
    }
}

/// One row, by the names of its columns.
package struct Row {
    fileprivate let indices: [String: Int]
    package private(set) var cells: [Cell]

    fileprivate init(indices: [String: Int], cells: [Cell]) {
        (self.indices, self.cells) = (indices, cells)
    }

    /// Null for a column that the statement does not have; setting one does nothing then.
    package subscript(_ column: String) -> Cell {
        get { indices[column].map { cells[$0] } ?? .null }
        set { if let index = indices[column] { cells[index] = newValue } }
    }

    package func text(_ column: String) -> String? { self[column].text }
    package func integer(_ column: String) -> Int? { self[column].integer.map { Int($0) } }
    package func isTrue(_ column: String) -> Bool { self[column].integer == 1 }

    /// A column that holds JSON.
    package func json(_ column: String) -> JSONValue { self[column].json(in: column) }
}

extension Cell {
    private static let jsonColumns: Set = [
        "container_images", "data", "environment", "expected", "hidden", "observed", "ports", "reasons", "request",
        "response", "scan_findings", "secrets", "settings",
    ]
    private static let truthColumns: Set = ["assumed", "essential", "is_default", "retryable"]

    /// The value as JSON output has it: columns that hold JSON become JSON, and truth values `true` and `false`.
    package func json(in column: String) -> JSONValue {
        switch self {
        case .text(let text) where Self.jsonColumns.contains(column):
            (try? JSONReader.value(Array(text.utf8))) ?? json
        case .integer(let number) where Self.truthColumns.contains(column): .bool(number != 0)
        case .text, .integer, .null: json
        }
    }
}
