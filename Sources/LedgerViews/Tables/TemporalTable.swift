import LedgerSQLite

/// A table whose rows are kept as versions, written behind.
///
/// The version that stands is held in memory and goes to the file when it ends, whole: most rows are written once and
/// never touched again. ``flush()`` writes what still stands, before a commit and before anything reads by SQL. What is
/// in the file after a flush does not depend on when earlier flushes were.
final class TemporalTable<Column: TableColumn> {
    private struct Entry {
        /// Nil once the row has been removed.
        var row: Row<Column>?
        var validFrom: Int
        /// The version stands in the file, with no `valid_to` yet.
        var isStored: Bool
    }

    private var entries: [RowKey: Entry] = [:]
    private var unstored: Set<RowKey> = []
    private let statements: TemporalStatements<Column>

    init(in connection: SQLiteConnection) throws(ProjectionError) {
        statements = try TemporalStatements(in: connection)
    }

    /// How many rows are held in memory.
    var count: Int { entries.count }

    /// The row that stands now.
    func current(_ key: RowKey) throws(ProjectionError) -> Row<Column>? {
        if let entry = entries[key] { return entry.row }
        guard let found = try statements.current(key) else { return nil }
        entries[key] = Entry(row: found.row, validFrom: found.validFrom, isStored: true)
        return found.row
    }

    /// Begins a new version of the row at `position`, unless it would say the same.
    func put(_ row: Row<Column>, at position: Int) throws(ProjectionError) {
        let key = row.key
        let standing = try current(key)
        if standing == row { return }
        if standing != nil { try end(key, at: position) }
        begin(key, row, at: position)
    }

    /// Ends the row without a successor.
    func remove(_ key: RowKey, at position: Int) throws(ProjectionError) {
        guard try current(key) != nil else { return }
        try end(key, at: position)
        unstored.remove(key)
        entries[key] = Entry(row: nil, validFrom: position, isStored: true)
    }

    /// The first standing row that `condition`, with `values` as its parameters, holds for.
    func first(where condition: String, _ values: [Cell]) throws(ProjectionError) -> Row<Column>? {
        try all(where: condition + " LIMIT 1", values).first
    }

    func all(where condition: String, _ values: [Cell]) throws(ProjectionError) -> [Row<Column>] {
        try flush()
        return try statements.standing(where: condition, values)
    }

    func flush() throws(ProjectionError) {
        for key in unstored {
            guard let entry = entries[key], let row = entry.row else { continue }
            try statements.insert(row, from: entry.validFrom, to: nil)
            entries[key]?.isStored = true
        }
        unstored.removeAll(keepingCapacity: true)
    }

    /// Forgets what memory holds; the file has all of it after a flush.
    func forget() {
        entries.removeAll(keepingCapacity: true)
    }

    private func begin(_ key: RowKey, _ row: Row<Column>, at position: Int) {
        entries[key] = Entry(row: row, validFrom: position, isStored: false)
        unstored.insert(key)
    }

    /// A version that ends at the position where it began never was.
    private func end(_ key: RowKey, at position: Int) throws(ProjectionError) {
        guard let entry = entries[key], let row = entry.row else { return }
        switch (entry.isStored, entry.validFrom == position) {
        case (true, true): try statements.delete(key)
        case (true, false): try statements.close(key, at: position)
        case (false, true): return
        case (false, false): try statements.insert(row, from: entry.validFrom, to: position)
        }
    }
}
