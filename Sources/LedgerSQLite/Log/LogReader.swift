internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// The statements that read a log.
struct LogReader {
    let connection: SQLiteConnection
    private let directory: String
    private let head, records, recordsOfStream, recordByID, subjects, leaves: SQLiteStatement

    init(_ connection: SQLiteConnection, in directory: String) throws(EventLogError) {
        self.connection = connection
        self.directory = directory
        do {
            head = try connection.prepare(Statements.head)
            records = try connection.prepare(Statements.records)
            recordsOfStream = try connection.prepare(Statements.recordsOfStream)
            recordByID = try connection.prepare(Statements.recordByID)
            subjects = try connection.prepare(Statements.subjects)
            leaves = try connection.prepare(Statements.leaves)
        } catch { throw EventLogError(error, in: directory) }
    }

    func readHead() throws(EventLogError) -> LogHead {
        defer { head.reset() }
        guard try storage({ () throws(SQLiteError) in try head.step() }) else { throw .damaged("no head") }
        guard let frontier = MerkleFrontier(size: head.integer(0), bytes: head.bytes(2)) else {
            throw .damaged("the head's frontier")
        }
        return LogHead(frontier: frontier, recordedTime: head.optionalTimestamp(1))
    }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try storage { () throws(SQLiteError) in
            try records.bind(position, at: 1)
            try records.bind(limit, at: 2)
        }
        return try all(records)
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try storage { () throws(SQLiteError) in
            try recordsOfStream.bind(subject, at: 1)
            try recordsOfStream.bind(version, at: 2)
            try recordsOfStream.bind(limit, at: 3)
        }
        var last = version
        return try all(recordsOfStream) { () throws(EventLogError) in
            // Readers count what they have read.
            guard recordsOfStream.integer(3) == last + 1 else { throw .damaged("the versions of '\(subject)'") }
            last += 1
        }
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        try storage { () throws(SQLiteError) in try recordByID.bind(id, at: 1) }
        return try all(recordByID).first
    }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        defer { subjects.reset() }
        return try storage { () throws(SQLiteError) in
            try subjects.bind(prefix, at: 1)
            var found: [String] = []
            while try subjects.step() {
                let subject = subjects.text(0)
                guard found.last.map({ $0.utf8.lexicographicallyPrecedes(subject.utf8) }) ?? true else {
                    throw SQLiteError(.corrupt, message: "streams are not in the order of their names")
                }
                found.append(subject)
            }
            return found
        }
    }

    /// Fills `page` with at most ``RecordPage/records`` records after `position`.
    func fill(_ page: inout RecordPage, after position: Int, upTo last: Int) throws(EventLogError) {
        page.removeAll()
        defer { records.reset() }
        try storage { () throws(SQLiteError) in
            try records.bind(position, at: 1)
            try records.bind(min(RecordPage.records, last - position), at: 2)
            var last = position
            while !page.isFull, try records.step() {
                guard records.integer(0) > last else { throw SQLiteError.outOfOrder }
                last = records.integer(0)
                records.withBytes(2) { page.append($0, position: last) }
            }
        }
    }

    /// The root of the first `size` records, from their stored leaf hashes.
    func root(of size: Int) throws(EventLogError) -> SHA256Hash {
        var frontier = MerkleFrontier()
        try forEachLeaf(in: 0..<size) { frontier.append($0) }
        return frontier.root
    }

    /// The stored leaf hashes of a zero-based index range.
    func leaves(_ range: Range<Int>) throws(EventLogError) -> [SHA256Hash] {
        var found: [SHA256Hash] = []
        try forEachLeaf(in: range) { found.append($0) }
        guard found.count == range.count else {
            throw .damaged("leaves of #\(range.lowerBound + 1) to #\(range.upperBound)")
        }
        return found
    }

    private func forEachLeaf(in range: Range<Int>, _ body: (SHA256Hash) -> Void) throws(EventLogError) {
        defer { leaves.reset() }
        try storage { () throws(SQLiteError) in
            try leaves.bind(range.lowerBound, at: 1)
            try leaves.bind(range.upperBound, at: 2)
        }
        var last = range.lowerBound
        while try storage({ () throws(SQLiteError) in try leaves.step() }) {
            let position = leaves.integer(1)
            guard position > last else { throw EventLogError(SQLiteError.outOfOrder, in: directory) }
            last = position
            body(try leaves.leaf(0, of: position))
        }
    }

    /// Calls `check` at each row.
    private func all(
        _ statement: SQLiteStatement,
        check: () throws(EventLogError) -> Void = {}
    ) throws(EventLogError) -> [StoredRecord] {
        defer { statement.reset() }
        var all: [StoredRecord] = []
        while try storage({ () throws(SQLiteError) in try statement.step() }) {
            try check()
            let position = statement.integer(0)
            if let last = all.last, last.position >= position {
                throw EventLogError(SQLiteError.outOfOrder, in: directory)
            }
            let leaf = try statement.leaf(1, of: position)
            all.append(StoredRecord(position: position, bytes: statement.bytes(2), leaf: leaf))
        }
        return all
    }

    private func storage<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        do { return try body() } catch { throw EventLogError(error, in: directory) }
    }
}
