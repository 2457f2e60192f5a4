import LedgerSQLite

/// The calls by their request ids.
final class CallRequests {
    private let prepared: StatementCache
    private var isEmpty: Bool?

    init(in connection: SQLiteConnection) {
        prepared = StatementCache(of: connection)
    }

    func insert(_ request: Cell, call: Cell) throws(ProjectionError) {
        if request.isNull { return }
        isEmpty = false
        let statement = try prepared(.insert) { Statements.insertCallRequest }
        try storing { () throws(SQLiteError) in
            try statement.bind([request, call])
            try statement.run()
        }
    }

    func calls(of request: Cell) throws(ProjectionError) -> [RowKey] {
        if request.isNull { return [] }
        if try knowsNone() { return [] }
        let statement = try prepared(.select) { Statements.selectCalls }
        return try storing { () throws(SQLiteError) in
            try statement.bind([request])
            defer { statement.reset() }
            var found: [RowKey] = []
            while try statement.step() { found.append(RowKey([statement.cell(0)])) }
            return found
        }
    }

    /// Skips the lookup in a ledger without calls.
    private func knowsNone() throws(ProjectionError) -> Bool {
        if let isEmpty { return isEmpty }
        let statement = try prepared(.other("any")) { Statements.anyCall }
        let found = try storing { () throws(SQLiteError) in
            defer { statement.reset() }
            return try statement.step()
        }
        isEmpty = !found
        return !found
    }
}
