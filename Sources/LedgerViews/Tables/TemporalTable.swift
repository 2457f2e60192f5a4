import LedgerSQLite

/// A table of row versions with write-behind.
///
/// The current version of a row stays in memory and is written when it ends: most rows are written once and never
/// changed. ``flush()`` writes the current versions before a commit and before anything reads with SQL. The file after
/// a flush does not depend on earlier flushes.
final class TemporalTable<Column: TableColumn>: BufferedTable {
    private final class Entry {
        let key: RowKey
        /// Nil once the row was removed.
        var row: Row<Column>?
        var validFrom: Int
        /// Whether the file has the version, without a `valid_to` yet.
        var isStored: Bool
        var isQueued = false

        init(_ key: RowKey, _ row: Row<Column>?, from validFrom: Int, isStored: Bool) {
            (self.key, self.row, self.validFrom, self.isStored) = (key, row, validFrom, isStored)
        }
    }

    private var entries: [RowKey: Entry] = [:]
    /// The entries that the next flush looks at.
    private var queue: [Entry] = []
    /// The entry read last, which is usually the next one written.
    private var latest: Entry?
    /// The keys that may be in the file; nil if it was not empty at the start.
    private var filter: KeyFilter?
    private let statements: TemporalStatements<Column>

    /// `fromNothing` means that the table is empty and many rows will come.
    init(in connection: SQLiteConnection, fromNothing: Bool) throws(ProjectionError) {
        statements = try TemporalStatements(in: connection)
        filter = fromNothing ? KeyFilter() : nil
    }

    /// The number of rows in memory.
    var count: Int { entries.count }

    /// The current version of a row.
    func current(_ key: RowKey) throws(ProjectionError) -> Row<Column>? {
        try entry(key)?.row
    }

    /// Starts a new version at `position`, unless nothing changed.
    func put(_ row: Row<Column>, at position: Int) throws(ProjectionError) {
        guard let entry = try entry(of: row) else {
            begin(Entry(row.key, row, from: position, isStored: false))
            return
        }
        if entry.row == row { return }
        try end(entry, at: position)
        (entry.row, entry.validFrom, entry.isStored) = (row, position, false)
        enqueue(entry)
    }

    /// Ends the row without a successor.
    func remove(_ key: RowKey, at position: Int) throws(ProjectionError) {
        guard let entry = try entry(key), entry.row != nil else { return }
        try end(entry, at: position)
        (entry.row, entry.validFrom, entry.isStored) = (nil, position, true)
    }

    /// The first current row that satisfies `condition`, with `values` as its parameters.
    func first(where condition: String, _ values: [Cell]) throws(ProjectionError) -> Row<Column>? {
        try all(where: condition + " LIMIT 1", values).first
    }

    func all(where condition: String, _ values: [Cell]) throws(ProjectionError) -> [Row<Column>] {
        try flush()
        return try statements.standing(where: condition, values)
    }

    func flush() throws(ProjectionError) {
        for entry in queue {
            entry.isQueued = false
            guard !entry.isStored, let row = entry.row else { continue }
            try statements.insert(row, from: entry.validFrom, to: nil)
            entry.isStored = true
        }
        queue.removeAll(keepingCapacity: true)
    }

    /// Drops all rows from memory; call ``flush()`` first.
    func forget() {
        entries.removeAll(keepingCapacity: true)
        latest = nil
    }

    private func entry(of row: Row<Column>) throws(ProjectionError) -> Entry? {
        if let latest, row.has(latest.key) { return latest }
        return try entry(row.key)
    }

    private func entry(_ key: RowKey) throws(ProjectionError) -> Entry? {
        if let latest, latest.key == key { return latest }
        if let entry = entries[key] {
            latest = entry
            return entry
        }
        if let filter, !filter.mayHave(key) { return nil }
        guard let found = try statements.current(key) else { return nil }
        let entry = Entry(key, found.row, from: found.validFrom, isStored: true)
        (entries[key], latest) = (entry, entry)
        return entry
    }

    private func begin(_ entry: Entry) {
        (entries[entry.key], latest) = (entry, entry)
        filter?.insert(entry.key)
        enqueue(entry)
    }

    private func enqueue(_ entry: Entry) {
        if entry.isQueued { return }
        entry.isQueued = true
        queue.append(entry)
    }

    /// A version that ends at the position where it began is not kept.
    private func end(_ entry: Entry, at position: Int) throws(ProjectionError) {
        guard let row = entry.row else { return }
        switch (entry.isStored, entry.validFrom == position) {
        case (true, true): try statements.delete(entry.key)
        case (true, false): try statements.close(entry.key, at: position)
        case (false, true): return
        case (false, false): try statements.insert(row, from: entry.validFrom, to: position)
        }
    }
}
