import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// The compact rows under the view `events`.
final class EventTable {
    private let prepared: StatementCache
    private var numbers: [String: Int64] = [:]
    private var lastSource = LastName()
    private var lastActor = LastName()
    private var lastUser = LastName()

    init(in connection: SQLiteConnection) {
        prepared = StatementCache(of: connection)
    }

    func insert(_ record: Record, at position: Int) throws(ProjectionError) {
        let type = try number(of: record.type)
        let subject = try number(of: record.subject)
        let source = try lastSource.number(of: record.source) { name throws(ProjectionError) in try number(of: name) }
        let actor = try lastActor.number(of: record.actor) { name throws(ProjectionError) in try number(of: name) }
        let user = try record.recordedBy.map { user throws(ProjectionError) in
            try lastUser.number(of: user) { name throws(ProjectionError) in try number(of: name) }
        }
        let statement = try prepared(.insert) { Statements.insertEvent }
        try storing { () throws(SQLiteError) in
            try statement.bind(position, at: 1)
            try statement.bind(record.id, at: 2)
            try statement.bind(type, at: 3)
            try statement.bind(subject, at: 4)
            try statement.bind(record.streamVersion, at: 5)
            try statement.bind(record.time.microseconds, at: 6)
            try statement.bind(record.recordedTime.microseconds - record.time.microseconds, at: 7)
            try statement.bind(source, at: 8)
            try statement.bind(actor, at: 9)
            try statement.bind(user.map { Cell.integer($0) } ?? .null, at: 10)
            try statement.bind(record.correlationID, unless: record.id, at: 11)
            try statement.bind(record.causationID, unless: record.id, at: 12)
            try statement.run()
        }
    }

    func insertUnreadable(_ type: String?, because reason: String, at position: Int) throws(ProjectionError) {
        let statement = try prepared(.other(Statements.insertUnreadable)) { Statements.insertUnreadable }
        try storing { () throws(SQLiteError) in
            try statement.bind(position, at: 1)
            try statement.bind(Cell(type), at: 2)
            try statement.bind(reason, at: 3)
            try statement.run()
        }
    }

    /// Drops cached row ids; they are read from the file when needed again.
    func forget() {
        numbers.removeAll(keepingCapacity: true)
    }

    /// The row id of a name, which is added if it is new.
    private func number(of name: String) throws(ProjectionError) -> Int64 {
        if let known = numbers[name] { return known }
        var number = try number(by: Statements.selectName, name)
        if number == nil { number = try self.number(by: Statements.insertName, name) }
        numbers[name] = number
        return number ?? 0
    }

    private func number(by sql: String, _ name: String) throws(ProjectionError) -> Int64? {
        let statement = try prepared(.other(sql)) { sql }
        return try storing { () throws(SQLiteError) in
            try statement.bind(name, at: 1)
            defer { statement.reset() }
            return try statement.step() ? Int64(statement.integer(0)) : nil
        }
    }
}

/// The name looked up last, which is often the next one too.
private struct LastName {
    private var name = ""
    private var number: Int64 = 0

    mutating func number(
        of name: String,
        otherwise find: (String) throws(ProjectionError) -> Int64
    ) throws(ProjectionError) -> Int64 {
        if number != 0, name == self.name { return number }
        number = try find(name)
        self.name = name
        return number
    }
}

extension SQLiteStatement {
    fileprivate func bind(_ id: UniqueID, at parameter: Int) throws(SQLiteError) {
        let words = (id.high.bigEndian, id.low.bigEndian)
        try withUnsafeBytes(of: words) { bytes throws(SQLiteError) in try bind(blob: bytes, at: parameter) }
    }

    fileprivate func bind(_ id: UniqueID?, unless own: UniqueID, at parameter: Int) throws(SQLiteError) {
        if let id, id != own { try bind(id, at: parameter) } else { try bindNull(at: parameter) }
    }
}
