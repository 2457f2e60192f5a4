/// The result of a statement.
package struct Table: Equatable, Sendable {
    package let columns: [String]
    package var rows: [[Cell]]
    /// Whether there were more rows than the limit.
    package var isTruncated = false

    package init(columns: [String], rows: [[Cell]], isTruncated: Bool = false) {
        (self.columns, self.rows, self.isTruncated) = (columns, rows, isTruncated)
    }

    /// One column of all rows; empty if there is no such column.
    package subscript(column: String) -> [Cell] {
        guard let index = columns.firstIndex(of: column) else { return [] }
        return rows.map { $0[index] }
    }

    /// One row, by column name.
    package func record(_ row: Int) -> [String: Cell] {
        Dictionary(zip(columns, rows[row]), uniquingKeysWith: { first, _ in first })
    }
}
