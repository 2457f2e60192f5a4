internal import LedgerLog

/// The log's rows in order, read and hashed by a background thread ahead of the caller.
struct AuditPages {
    private let pages: ReadAhead<Result<AuditPage, EventLogError>>

    /// Starts to read the rows after `start` up to `end`; if `start` is 0, also those at invalid positions.
    init(of files: LedgerFiles, after start: Int, upTo end: Int) throws(EventLogError) {
        let first = start == 0 ? Int.min : start + 1
        pages = try ReadAhead { give in
            do throws(EventLogError) {
                try Self.read(files, from: first, upTo: end) { give(.success($0)) }
            } catch {
                _ = give(.failure(error))
            }
        }
    }

    /// The next page; nil after the last.
    func next() throws(EventLogError) -> AuditPage? {
        try pages.next()?.get()
    }

    /// Stops the thread.
    ///
    /// Must be called if the caller does not read to the end.
    func stop() {
        pages.stop()
    }

    /// Also passes on the rows read before an error.
    private static func read(
        _ files: LedgerFiles,
        from start: Int,
        upTo end: Int,
        _ give: (AuditPage) -> Bool
    ) throws(EventLogError) {
        let connection = try LogDatabase.openForReading(files)
        var page = AuditPage()
        defer { if !page.isEmpty { _ = give(page) } }
        do throws(SQLiteError) {
            let rows = try connection.prepare(Statements.auditedRows)
            try rows.bind(start, at: 1)
            try rows.bind(end, at: 2)
            var last: Int?
            var room = try FileRoom(of: connection)
            while try rows.step() {
                let position = rows.integer(0)
                guard last.map({ $0 < position }) ?? true else { throw SQLiteError.outOfOrder }
                last = position
                try room.take(rows.withBytes(7) { $0.count })
                page.append(rows)
                guard page.isFull else { continue }
                let whole = page
                page = AuditPage()
                guard give(whole) else { return }
            }
        } catch { throw EventLogError(error, in: files.directory) }
    }
}
