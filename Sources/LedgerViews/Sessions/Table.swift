/// What a statement answered.
package struct Table: Equatable, Sendable {
    package let columns: [String]
    package var rows: [[Cell]]
    /// There were more rows than were asked for.
    package var isTruncated = false

    package init(columns: [String], rows: [[Cell]], isTruncated: Bool = false) {
        (self.columns, self.rows, self.isTruncated) = (columns, rows, isTruncated)
    }

    /// One column of all rows; empty when there is no such column.
    package subscript(column: String) -> [Cell] {
        guard let index = columns.firstIndex(of: column) else { return [] }
        return rows.map { $0[index] }
    }

    /// One row as a record of its columns.
    package func record(_ row: Int) -> [String: Cell] {
        Dictionary(zip(columns, rows[row]), uniquingKeysWith: { first, _ in first })
    }
}
