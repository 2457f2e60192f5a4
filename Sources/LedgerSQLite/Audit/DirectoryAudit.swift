internal import LedgerDomain
package import LedgerLog
internal import LedgerValues

/// Checks the log in a directory against itself, its head file, its stored tree and claims from elsewhere.
///
/// Takes no lock, writes nothing, and sees one state of the log while others append. Unlike opening a log, it accepts
/// anything that can be read, and reports what is wrong.
package struct DirectoryAudit {
    private let files: LedgerFiles
    private let options: AuditOptions
    private let connection: SQLiteConnection
    private let reader: LogReader
    private let ledger: UniqueID
    private var problems: [AuditProblem] = []

    /// - Throws: If there is no log, or it cannot be read at all.
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
        // Read the head file first: acknowledgements made in between can only make the log longer.
        let slots = try HeadFile.slots(at: files.head)
        try storage { () throws(SQLiteError) in try connection.execute(Statements.beginDeferred) }
        defer { try? connection.execute(Statements.rollback) }
        try checkSchema()
        let head = try readHead()
        let walker = AuditWalker(connection: connection, reader: reader, files: files, options: options)
        let walk = try walker.walk(to: try lastPosition(), wanting: sizes(slots ?? [], head))
        problems += walk.problems
        // What cannot be read is not missing.
        if walk.isWhole {
            if let head { check(head, walk) }
            check(slots, walk)
            for claim in options.claims { check(claim, walk) }
        }
        if options.depth == .full { try checkPages() }
        return AuditReport(
            ledger: ledger,
            size: walk.size,
            root: walk.root,
            read: walk.read,
            acknowledgements: slots?.count,
            problems: inOrder
        )
    }

    /// Sorted by position; stable.
    private var inOrder: [AuditProblem] {
        problems.enumerated()
            .sorted { ($0.element.position ?? .max, $0.offset) < ($1.element.position ?? .max, $1.offset) }
            .map(\.element)
    }

    /// The sizes at which roots are needed.
    private func sizes(_ slots: [HeadSlot], _ head: LogHead?) -> Set<Int> {
        Set(options.claims.map(\.size) + slots.map(\.size) + [head?.size].compactMap(\.self))
    }

    /// Nil, with a problem noted, if there is no valid head.
    private mutating func readHead() throws(EventLogError) -> LogHead? {
        do { return try reader.readHead() } catch {
            guard case .damaged(let what) = error else { throw error }
            problems.append(AuditProblem(nil, .headRow(what)))
            return nil
        }
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
            let first = min(head.size, walk.size) + 1
            problems.append(AuditProblem(first, .headSize(said: head.size, found: walk.size)))
        } else if head.frontier.root != walk.root {
            problems.append(AuditProblem(nil, .headRoot))
        } else if head.recordedTime != walk.recordedTime {
            problems.append(AuditProblem(nil, .headTime))
        }
    }

    /// Without the file nothing is known to be acknowledged.
    ///
    /// A power failure may damage one slot.
    private mutating func check(_ slots: [HeadSlot]?, _ walk: AuditWalk) {
        guard let slots else { return }
        if slots.isEmpty { problems.append(AuditProblem(nil, .headFile)) }
        let found = slots.sorted { $0.size > $1.size }.lazy.compactMap { Self.problem(with: $0, walk) }.first
        if let found { problems.append(found) }
    }

    private static func problem(with slot: HeadSlot, _ walk: AuditWalk) -> AuditProblem? {
        guard slot.size <= walk.size else {
            return AuditProblem(walk.size + 1, .acknowledged(size: slot.size, found: walk.size))
        }
        return walk.roots[slot.size] == slot.root ? nil : AuditProblem(nil, .acknowledgedRoot(size: slot.size))
    }

    private mutating func check(_ claim: AuditOptions.Claim, _ walk: AuditWalk) {
        if claim.size > walk.size {
            let fault = AuditProblem.Fault.checkpointSize(name: claim.name, size: claim.size, found: walk.size)
            problems.append(AuditProblem(walk.size + 1, fault))
        } else if walk.roots[claim.size] != claim.root {
            problems.append(AuditProblem(nil, .checkpointRoot(name: claim.name, size: claim.size)))
        }
    }
}

// MARK: - The file

extension DirectoryAudit {
    private mutating func checkSchema() throws(EventLogError) {
        let differences = try storage { () throws(SQLiteError) in try SchemaDifferences(of: connection) }
        problems += differences.all.map { AuditProblem(nil, .schema($0)) }
        try checkSingles()
    }

    /// Checks the tables that must have exactly one row.
    private mutating func checkSingles() throws(EventLogError) {
        for (table, statement) in [("head", Statements.headRows), ("meta", Statements.metaRows)] {
            let count = try storage { () throws(SQLiteError) in try connection.value(statement) }
            guard case .integer(let rows)? = count, rows > 1 else { continue }
            problems.append(AuditProblem(nil, .schema("the table \(table) has \(rows) rows instead of one")))
        }
    }

    private mutating func checkPages() throws(EventLogError) {
        var messages: [String] = []
        do {
            let statement = try connection.prepare(Statements.integrity)
            defer { statement.reset() }
            while try statement.step() { messages.append(statement.text(0)) }
        } catch {
            guard case .damaged(let what) = EventLogError(error, in: files.directory) else {
                throw EventLogError(error, in: files.directory)
            }
            messages.append(what)
        }
        for message in messages where message != "ok" {
            problems.append(AuditProblem(nil, .database(message.split(separator: "\n").joined(separator: " "))))
        }
    }
}
