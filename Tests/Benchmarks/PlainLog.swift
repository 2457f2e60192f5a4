import CSQLite
import LedgerDomain
import LedgerLog
import LedgerValues

/// The log's columns in SQLite as a plain program in C would write them: nothing is checked, hashed or guarded.
final class PlainLog {
    /// What is bound, made beforehand.
    struct Row {
        let stream, version, type: Int
        let id, leaf, record: [UInt8]
        let recordedTime: Int64
    }

    private let database, insert: OpaquePointer
    private var position: Int64 = 0

    init(path: String) throws(BenchmarkError) {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database else {
            throw BenchmarkError("cannot open \(path)")
        }
        self.database = database
        var insert: OpaquePointer?
        guard sqlite3_exec(database, Self.schema, nil, nil, nil) == SQLITE_OK,
            sqlite3_prepare_v2(database, Self.insert, -1, &insert, nil) == SQLITE_OK, let insert
        else { throw BenchmarkError(String(cString: sqlite3_errmsg(database))) }
        self.insert = insert
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close(database)
    }

    /// Writes some rows in a transaction of their own.
    func append(_ rows: ArraySlice<Row>) throws(BenchmarkError) {
        sqlite3_exec(database, "BEGIN IMMEDIATE", nil, nil, nil)
        for row in rows { try write(row) }
        guard sqlite3_exec(database, "COMMIT", nil, nil, nil) == SQLITE_OK else { throw BenchmarkError("COMMIT") }
    }

    private func write(_ row: Row) throws(BenchmarkError) {
        position += 1
        sqlite3_bind_int64(insert, 1, position)
        sqlite3_bind_int64(insert, 2, Int64(row.stream))
        sqlite3_bind_int64(insert, 3, Int64(row.version))
        sqlite3_bind_int64(insert, 4, Int64(row.type))
        sqlite3_bind_int64(insert, 6, row.recordedTime)
        let result = row.id.withUnsafeBytes { id in
            row.leaf.withUnsafeBytes { leaf in
                row.record.withUnsafeBytes { record in
                    sqlite3_bind_blob(insert, 5, id.baseAddress, Int32(id.count), nil)
                    sqlite3_bind_blob(insert, 7, leaf.baseAddress, Int32(leaf.count), nil)
                    sqlite3_bind_text(
                        insert,
                        8,
                        record.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(record.count),
                        nil
                    )
                    return sqlite3_step(insert)
                }
            }
        }
        sqlite3_reset(insert)
        guard result == SQLITE_DONE else { throw BenchmarkError(String(cString: sqlite3_errmsg(database))) }
    }

    private static let schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            stream INTEGER NOT NULL,
            version INTEGER NOT NULL,
            type INTEGER NOT NULL,
            id BLOB NOT NULL UNIQUE,
            recorded_time INTEGER NOT NULL,
            leaf BLOB NOT NULL,
            record TEXT NOT NULL,
            UNIQUE (stream, version)
        ) STRICT;
        """
    private static let insert = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
}

extension PlainLog {
    /// The rows that the log would make of records.
    static func rows(of records: [StoredRecord]) throws(BenchmarkError) -> [Row] {
        var (streams, types): ([String: Int], [String: Int]) = ([:], [:])
        var rows: [Row] = []
        for stored in records {
            guard let record = try? stored.read() else { throw BenchmarkError("record #\(stored.position)") }
            rows.append(
                Row(
                    stream: streams.number(of: record.subject),
                    version: record.streamVersion,
                    type: types.number(of: record.type),
                    id: record.id.bytes,
                    leaf: stored.leaf.bytes,
                    record: stored.bytes,
                    recordedTime: record.recordedTime.microseconds
                )
            )
        }
        return rows
    }
}

extension [String: Int] {
    fileprivate mutating func number(of name: String) -> Int {
        if let known = self[name] { return known }
        self[name] = count + 1
        return count
    }
}
