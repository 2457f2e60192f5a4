import LedgerSQLite

/// The times at which stages were removed.
final class StageEnds {
    private let prepared: StatementCache
    private var isEmpty: Bool?

    init(in connection: SQLiteConnection) {
        prepared = StatementCache(of: connection)
    }

    func insert(_ stage: RowKey, at time: Cell) throws(ProjectionError) {
        isEmpty = false
        let statement = try prepared(.insert) { Statements.insertStageEnd }
        try storing { () throws(SQLiteError) in
            try statement.bind(stage.cells + [time])
            try statement.run()
        }
    }

    /// The first removal of the stage at or after `time`; null if there is none.
    func first(of stage: RowKey, from time: Cell) throws(ProjectionError) -> Cell {
        if try knowsNone() { return .null }
        let statement = try prepared(.select) { Statements.selectStageEnd }
        return try storing { () throws(SQLiteError) in
            try statement.bind(stage.cells + [time])
            defer { statement.reset() }
            return try statement.step() ? statement.cell(0) : .null
        }
    }

    /// Skips the lookup, since most ledgers never remove a stage.
    private func knowsNone() throws(ProjectionError) -> Bool {
        if let isEmpty { return isEmpty }
        let statement = try prepared(.other("any")) { Statements.anyStageEnd }
        let found = try storing { () throws(SQLiteError) in
            defer { statement.reset() }
            return try statement.step()
        }
        isEmpty = !found
        return !found
    }
}
