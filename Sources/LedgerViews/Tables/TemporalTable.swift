import LedgerSQLite

/// A table whose rows are kept as versions, written behind.
///
/// The version that stands is held in memory and goes to the file when it ends, whole: most rows are written once and
/// never touched again. ``flush()`` writes what still stands, before a commit and before anything reads by SQL. What is
/// in the file after a flush does not depend on when earlier flushes were.
final class TemporalTable<Column: TableColumn> {
    private final class Entry {
        let key: RowKey
        /// Nil once the row has been removed.
        var row: Row<Column>?
        var validFrom: Int
        /// The version stands in the file, with no `valid_to` yet.
        var isStored: Bool
        var isQueued = false

        init(_ key: RowKey, _ row: Row<Column>?, from validFrom: Int, isStored: Bool) {
            (self.key, self.row, self.validFrom, self.isStored) = (key, row, validFrom, isStored)
        }
    }

    private var entries: [RowKey: Entry] = [:]
    /// What the next flush has to look at.
    private var queue: [Entry] = []
    /// The row that was asked for last is mostly the one that is put next.
    private var latest: Entry?
    /// Which keys may be in the file; nil when it was not empty in the beginning.
    private var filter: KeyFilter?
    private let statements: TemporalStatements<Column>

    /// `fromNothing`: there is no row in the file yet, and many are to come.
    init(in connection: SQLiteConnection, fromNothing: Bool) throws(ProjectionError) {
        statements = try TemporalStatements(in: connection)
        filter = fromNothing ? KeyFilter() : nil
    }

    /// How many rows are held in memory.
    var count: Int { entries.count }

    /// The row that stands now.
    func current(_ key: RowKey) throws(ProjectionError) -> Row<Column>? {
        try entry(key)?.row
    }

    /// Begins a new version of the row at `position`, unless it would say the same.
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

    /// The first standing row that `condition`, with `values` as its parameters, holds for.
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

    /// Forgets what memory holds; the file has all of it after a flush.
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

    /// A version that ends at the position where it began never was.
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
