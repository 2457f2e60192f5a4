import LedgerSQLite

/// The statements of one temporal table, prepared when first used.
final class TemporalStatements<Column: TableColumn> {
    /// A current version in the file.
    struct Standing {
        let row: Row<Column>
        let validFrom: Int
    }

    private let prepared: StatementCache
    private let select: String
    private let binder = RowBinder()

    init(in connection: SQLiteConnection) throws(ProjectionError) {
        prepared = StatementCache(of: connection)
        select = Statements.selectStanding(Column.self)
    }

    func current(_ key: RowKey) throws(ProjectionError) -> Standing? {
        let statement = try prepared(.select) { select + Statements.keyCondition(Column.self) }
        return try storing { () throws(SQLiteError) in
            try statement.bind(key.cells)
            defer { statement.reset() }
            return try statement.step() ? standing(in: statement) : nil
        }
    }

    func standing(where condition: String, _ values: [Cell]) throws(ProjectionError) -> [Row<Column>] {
        let statement = try prepared(.other(condition)) { select + condition }
        return try storing { () throws(SQLiteError) in
            try statement.bind(values)
            defer { statement.reset() }
            var rows: [Row<Column>] = []
            while try statement.step() { rows.append(standing(in: statement).row) }
            return rows
        }
    }

    func insert(_ row: Row<Column>, from: Int, to: Int?) throws(ProjectionError) {
        let statement = try prepared(.insert) { Statements.insertVersion(Column.self) }
        try storing { () throws(SQLiteError) in
            try binder.bind(row.cells, to: statement)
            try statement.bind(from, at: Column.width + 1)
            try statement.bind(Cell(to.map(Int64.init)), at: Column.width + 2)
            try statement.run()
        }
    }

    func close(_ key: RowKey, at position: Int) throws(ProjectionError) {
        let statement = try prepared(.close) { Statements.closeVersion(Column.self) }
        try storing { () throws(SQLiteError) in
            try statement.bind(key.cells)
            try statement.bind(position, at: key.cells.count + 1)
            try statement.run()
        }
    }

    func delete(_ key: RowKey) throws(ProjectionError) {
        let statement = try prepared(.delete) { Statements.deleteStanding(Column.self) }
        try storing { () throws(SQLiteError) in
            try statement.bind(key.cells)
            try statement.run()
        }
    }

    private func standing(in statement: SQLiteStatement) -> Standing {
        Standing(
            row: Row(cells: (0..<Column.width).map { statement.cell($0) }),
            validFrom: statement.integer(Column.width)
        )
    }
}
