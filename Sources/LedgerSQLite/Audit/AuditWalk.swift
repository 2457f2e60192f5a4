internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// The result of one pass over the events of a log.
struct AuditWalk {
    var size = 0
    var root = MerkleFrontier().root
    var recordedTime: Timestamp?
    /// The roots at the requested sizes that the log reaches.
    var roots: [Int: SHA256Hash] = [:]
    var read = 0
    /// Whether it reached the end; false if the file is damaged.
    var isWhole = true
    var problems: [AuditProblem] = []
}

/// Reads and checks the events of a log up to its end.
struct AuditWalker {
    /// How many events, counted from the end, a quick audit reads.
    static let quickly = 1_000

    let connection: SQLiteConnection
    let reader: LogReader
    let files: LedgerFiles
    let options: AuditOptions

    /// Reads all events up to `end`, or the last ones in a quick audit; returns the roots at `sizes`.
    func walk(to end: Int, wanting sizes: Set<Int>) throws(EventLogError) -> AuditWalk {
        let start =
            switch options.depth {
            case .quick: end > Self.quickly ? end - Self.quickly : 0
            case .records, .full: 0
            }
        var walk = AuditWalk()
        let frontier = try frontier(at: start)
        for size in sizes where size <= start { walk.roots[size] = try self.frontier(at: size).root }
        var audit = try LogAudit(connection, files, after: frontier, expecting: end - start)
        walk.isWhole = try read(after: start, to: end, into: &audit) { audit in
            if sizes.contains(audit.size) { walk.roots[audit.size] = audit.root }
        }
        try lookUpSuspects(&audit)
        if walk.isWhole { audit.finish() }
        (walk.size, walk.read, walk.root) = (audit.size, audit.size - start, audit.root)
        (walk.recordedTime, walk.problems) = (audit.lastRecordedTime, audit.problems)
        return walk
    }

    /// Uses the stored tree, or the stored leaves if there is none.
    private func frontier(at size: Int) throws(EventLogError) -> MerkleFrontier {
        let nodes = NodeReader(store: options.tree) { range throws(EventLogError) in try reader.leaves(range) }
        return try MerkleFrontier(size: size) { node throws(EventLogError) in try nodes.hash(of: node) }
    }

    /// False if the file is damaged before the end.
    private func read(
        after start: Int,
        to end: Int,
        into audit: inout LogAudit,
        each: (LogAudit) -> Void
    ) throws(EventLogError) -> Bool {
        let pages = try AuditPages(of: files, after: start, upTo: end)
        defer { pages.stop() }
        do {
            while let page = try pages.next() {
                page.forEach { row, line in
                    audit.take(row, line, tree: options.tree)
                    each(audit)
                }
                options.progress?(audit.size - start, end - start)
            }
            return true
        } catch {
            guard case .damaged(let what) = error else { throw error }
            audit.note(AuditProblem(audit.lastPosition &+ 1, .database(what)))
            return false
        }
    }

    /// Looks up repeated ids in the table, since different ids can have the same hash.
    private func lookUpSuspects(_ audit: inout LogAudit) throws(EventLogError) {
        for (position, id) in audit.suspects.prefix(LogAudit.most) {
            let first: Int?
            do {
                let statement = try connection.prepare(Statements.positionsOfID)
                defer { statement.reset() }
                try statement.bind(id, at: 1)
                first = try statement.step() ? statement.integer(0) : nil
            } catch { throw EventLogError(error, in: files.directory) }
            if let first, first != position { audit.note(AuditProblem(position, .repeatedID(first: first))) }
        }
    }
}

extension LogAudit {
    /// Reads the names of streams and types from the log.
    fileprivate init(
        _ connection: SQLiteConnection,
        _ files: LedgerFiles,
        after frontier: MerkleFrontier,
        expecting count: Int
    ) throws(EventLogError) {
        let streams: [Int: [UInt8]], types: [Int: [UInt8]]
        do {
            streams = try Self.names(Statements.allStreams, in: connection)
            types = try Self.names(Statements.allTypes, in: connection)
        } catch { throw EventLogError(error, in: files.directory) }
        var random = SystemRandomNumberGenerator()
        let key = (random.next() as UInt64, random.next() as UInt64)
        self.init(streams: streams, types: types, after: frontier, expecting: count, key: key)
    }

    private static func names(_ sql: String, in connection: SQLiteConnection) throws(SQLiteError) -> [Int: [UInt8]] {
        let statement = try connection.prepare(sql)
        defer { statement.reset() }
        var names: [Int: [UInt8]] = [:]
        var room = try FileRoom(of: connection)
        while try statement.step() {
            try room.take(statement.withBytes(1) { $0.count })
            names[statement.integer(0)] = statement.bytes(1)
        }
        return names
    }
}
