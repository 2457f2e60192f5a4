internal import LedgerLog

/// The log's rows in order, read and hashed by a thread of its own while the caller works on those before.
struct AuditPages {
    private let pages: ReadAhead<Result<AuditPage, EventLogError>>

    /// Begins to read what stands after `start` up to `end`; after nothing, also what stands where nothing may.
    init(of files: LedgerFiles, after start: Int, upTo end: Int) throws(EventLogError) {
        let start = start == 0 ? Int.min : start
        pages = try ReadAhead { give in
            do throws(EventLogError) {
                try Self.read(files, after: start, upTo: end) { give(.success($0)) }
            } catch {
                _ = give(.failure(error))
            }
        }
    }

    /// The next page, nil after the last.
    func next() throws(EventLogError) -> AuditPage? {
        try pages.next()?.get()
    }

    /// Ends the reading; must be called when the caller does not go on to the end.
    func stop() {
        pages.stop()
    }

    private static func read(
        _ files: LedgerFiles,
        after start: Int,
        upTo end: Int,
        _ give: (AuditPage) -> Bool
    ) throws(EventLogError) {
        let connection = try LogDatabase.openForReading(files)
        do throws(SQLiteError) {
            let rows = try connection.prepare(Statements.auditedRows)
            try rows.bind(start, at: 1)
            try rows.bind(end, at: 2)
            var page = AuditPage()
            while try rows.step() {
                page.append(rows)
                guard page.isFull else { continue }
                guard give(page) else { return }
                page = AuditPage()
            }
            if !page.isEmpty { _ = give(page) }
        } catch { throw EventLogError(error, in: files.directory) }
    }
}
