internal import LedgerDomain
package import LedgerLog

/// Holds the log in a directory against itself, its head file, its stored tree and what others say of it.
///
/// Takes no lock, writes nothing, and sees one state of the log, while others may append. Unlike an opened log it refuses
/// nothing that can be read: it is there to say what is wrong.
package struct DirectoryAudit {
    private let files: LedgerFiles
    private let options: AuditOptions
    private let connection: SQLiteConnection
    private let reader: LogReader
    private let ledger: UniqueID
    private var problems: [AuditProblem] = []

    /// - Throws: Where there is no log, or none that can be read at all.
    package static func run(at path: String, _ options: AuditOptions) throws(EventLogError) -> AuditReport {
        var audit = try DirectoryAudit(path, options)
        return try audit.report()
    }

    private init(_ path: String, _ options: AuditOptions) throws(EventLogError) {
        files = LedgerFiles(directory: path)
        self.options = options
        connection = try LogDatabase.openForReading(files)
        reader = try LogReader(connection, in: path)
        ledger = try LogDatabase.ledger(connection, files)
    }

    private mutating func report() throws(EventLogError) -> AuditReport {
        // First the head file: what is acknowledged in between can only make the log longer.
        let slot = HeadFile.read(at: files.head)
        try storage { () throws(SQLiteError) in try connection.execute(Statements.beginDeferred) }
        defer { try? connection.execute(Statements.rollback) }
        try checkSchema()
        if options.depth == .full { try checkPages() }
        let head = try reader.readHead()
        let walker = AuditWalker(connection: connection, reader: reader, files: files, options: options)
        let walk = try walker.walk(to: try lastPosition(), wanting: roots(slot, head))
        problems += walk.problems
        check(head, walk)
        check(slot, walk)
        for claim in options.claims { check(claim, walk) }
        return AuditReport(
            ledger: ledger,
            size: walk.size,
            root: walk.root,
            read: walk.read,
            problems: problems.sorted { ($0.position ?? .max) < ($1.position ?? .max) }
        )
    }

    /// At which sizes the root is asked for.
    private func roots(_ slot: HeadSlot?, _ head: LogHead) -> Set<Int> {
        Set(options.claims.map(\.size) + [slot?.size, head.size].compactMap(\.self))
    }

    private func lastPosition() throws(EventLogError) -> Int {
        switch try storage({ () throws(SQLiteError) in try connection.value(Statements.lastPosition) }) {
        case .integer(let last): Int(last)
        case .real, .text, .blob, .null, nil: 0
        }
    }

    private func storage<Value>(_ body: () throws(SQLiteError) -> Value) throws(EventLogError) -> Value {
        do { return try body() } catch { throw EventLogError(error, in: files.directory) }
    }
}

// MARK: - Against the events

extension DirectoryAudit {
    private mutating func check(_ head: LogHead, _ walk: AuditWalk) {
        if head.size != walk.size {
            problems.append(AuditProblem(nil, .headSize(said: head.size, found: walk.size)))
        } else if head.frontier.root != walk.root {
            problems.append(AuditProblem(nil, .headRoot))
        } else if head.recordedTime != walk.recordedTime {
            problems.append(AuditProblem(nil, .headTime))
        }
    }

    private mutating func check(_ slot: HeadSlot?, _ walk: AuditWalk) {
        guard let slot else {
            if LedgerFiles.exists(files.head) { problems.append(AuditProblem(nil, .headFile)) }
            return
        }
        if slot.size > walk.size {
            problems.append(AuditProblem(nil, .acknowledged(size: slot.size, found: walk.size)))
        } else if walk.roots[slot.size] != slot.root {
            problems.append(AuditProblem(nil, .acknowledgedRoot(size: slot.size)))
        }
    }

    private mutating func check(_ claim: AuditOptions.Claim, _ walk: AuditWalk) {
        if claim.size > walk.size {
            let fault = AuditProblem.Fault.checkpointSize(name: claim.name, size: claim.size, found: walk.size)
            problems.append(AuditProblem(nil, fault))
        } else if walk.roots[claim.size] != claim.root {
            problems.append(AuditProblem(nil, .checkpointRoot(name: claim.name, size: claim.size)))
        }
    }
}

// MARK: - The file

extension DirectoryAudit {
    private mutating func checkSchema() throws(EventLogError) {
        let found: [LogObject], made: [LogObject]
        do {
            found = try LogObject.all(in: connection)
            made = try LogObject.asMade()
        } catch { throw EventLogError(error, in: files.directory) }
        for object in made where !found.contains(object) {
            let isThere = found.contains { $0.name == object.name }
            let what = "the \(object.type) \(object.name) \(isThere ? "was changed" : "is missing")"
            problems.append(AuditProblem(nil, .schema(what)))
        }
        for object in found where !made.contains(where: { $0.name == object.name }) {
            problems.append(AuditProblem(nil, .schema("the \(object.type) \(object.name) was added")))
        }
    }

    private mutating func checkPages() throws(EventLogError) {
        let messages = try storage { () throws(SQLiteError) in
            let statement = try connection.prepare(Statements.integrity)
            defer { statement.reset() }
            var messages: [String] = []
            while try statement.step() { messages.append(statement.text(0)) }
            return messages
        }
        for message in messages where message != "ok" {
            problems.append(AuditProblem(nil, .database(message.split(separator: "\n").joined(separator: " "))))
        }
    }
}
