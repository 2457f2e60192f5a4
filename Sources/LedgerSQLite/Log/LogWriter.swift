internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// The statements that an append runs.
struct LogWriter {
    private let directory: String
    private let moveHead, stream, subjects, insertStream, type, insertType, insertEvent, eventByID: SQLiteStatement

    init(_ connection: SQLiteConnection, in directory: String) throws(EventLogError) {
        self.directory = directory
        do {
            moveHead = try connection.prepare(Statements.moveHead)
            stream = try connection.prepare(Statements.stream)
            subjects = try connection.prepare(Statements.subjects)
            insertStream = try connection.prepare(Statements.insertStream)
            type = try connection.prepare(Statements.type)
            insertType = try connection.prepare(Statements.insertType)
            insertEvent = try connection.prepare(Statements.insertEvent)
            eventByID = try connection.prepare(Statements.eventByID)
        } catch { throw EventLogError(error, in: directory) }
    }

    func move(to head: LogHead) throws(EventLogError) {
        try storage { () throws(SQLiteError) in
            try moveHead.bind(head.size, at: 1)
            try moveHead.bind(head.recordedTime?.microseconds ?? 0, at: 2)
            try moveHead.bind(head.frontier.bytes, at: 3)
            try moveHead.run()
        }
    }

    /// The end of a stream; nil if it does not exist.
    func end(of subject: String) throws(EventLogError) -> StreamEnd? {
        defer { stream.reset() }
        return try storage { () throws(SQLiteError) in
            try stream.bind(subject, at: 1)
            guard try stream.step() else { return nil }
            let end = StreamEnd(number: stream.integer(0), version: stream.integer(1))
            guard (0...MerkleFrontier.largest).contains(end.version) else {
                throw SQLiteError(.corrupt, message: "the versions of '\(subject)'")
            }
            return end
        }
    }

    /// How many streams have names that begin with `prefix`.
    func streams(withPrefix prefix: String) throws(EventLogError) -> Int {
        defer { subjects.reset() }
        return try storage { () throws(SQLiteError) in
            try subjects.bind(prefix, at: 1)
            var count = 0
            while try subjects.step() { count += 1 }
            return count
        }
    }

    func addStream(_ subject: String) throws(EventLogError) -> StreamEnd {
        StreamEnd(number: try number(insertStream, subject) ?? 0, version: 0)
    }

    /// The row id of a type, which is added if it is new.
    func number(ofType name: String) throws(EventLogError) -> Int {
        if let known = try number(type, name) { return known }
        return try number(insertType, name) ?? 0
    }

    private func number(_ statement: SQLiteStatement, _ text: String) throws(EventLogError) -> Int? {
        defer { statement.reset() }
        return try storage { () throws(SQLiteError) in
            try statement.bind(text, at: 1)
            return try statement.step() ? statement.integer(0) : nil
        }
    }

    /// Inserts one event; false if the log already has its id.
    func insert(_ event: NewEvent) throws(EventLogError) -> Bool {
        do {
            try insertEvent.bind(event.position, at: 1)
            try insertEvent.bind(event.stream, at: 2)
            try insertEvent.bind(event.version, at: 3)
            try insertEvent.bind(event.type, at: 4)
            try insertEvent.bind(event.id, at: 5)
            try insertEvent.bind(event.recordedTime.microseconds, at: 6)
            try insertEvent.bind(event.leaf.bytes, at: 7)
            try runInsert(of: event.record)
            return true
        } catch {
            guard error.code == .constraint, try find(event.id) != nil else {
                throw EventLogError(error, in: directory)
            }
            return false
        }
    }

    /// Binds the record without copying it.
    private func runInsert(of record: [UInt8]) throws(SQLiteError) {
        let result: Result<Void, SQLiteError> = record.withUnsafeBytes { bytes in
            Result { () throws(SQLiteError) in
                try insertEvent.bind(borrowedText: bytes, at: 8)
                try insertEvent.run()
            }
        }
        try result.get()
    }

    /// The event with this id, if the log has it.
    func find(_ id: UniqueID) throws(EventLogError) -> KnownEvent? {
        defer { eventByID.reset() }
        return try storage { () throws(SQLiteError) in
            try eventByID.bind(id, at: 1)
            guard try eventByID.step() else { return nil }
            return KnownEvent(
                position: eventByID.integer(0),
                version: eventByID.integer(1),
                recordedTime: Timestamp(microseconds: Int64(eventByID.integer(2))),
                record: eventByID.bytes(3)
            )
        }
    }

    private func storage<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        do { return try body() } catch { throw EventLogError(error, in: directory) }
    }
}

/// A stream's row id and the version of its last event.
struct StreamEnd {
    let number: Int
    var version: Int
}

/// A row for the `events` table.
struct NewEvent {
    let position, stream, version, type: Int
    let id: UniqueID
    let recordedTime: Timestamp
    let leaf: SHA256Hash
    let record: [UInt8]
}

/// A stored event, found by its id.
struct KnownEvent {
    let position, version: Int
    let recordedTime: Timestamp
    let record: [UInt8]

    /// Whether the event equals `draft`, apart from what the log assigned.
    func isSame(as draft: EventDraft) -> Bool {
        draft.isSame(as: record, streamVersion: version, recordedTime: recordedTime)
    }
}
