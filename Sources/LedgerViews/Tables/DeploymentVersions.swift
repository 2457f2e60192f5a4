import LedgerSQLite

/// Finds a deployment's version by its id, which is how actions refer to it.
struct DeploymentVersions {
    private let prepared: StatementCache
    private var known: [RowKey: Int64] = [:]

    init(in connection: SQLiteConnection) {
        prepared = StatementCache(of: connection)
    }

    mutating func note(_ deployment: Cell, in stage: RowKey, _ version: Int64) {
        known[RowKey([deployment] + stage.cells)] = version
    }

    mutating func forget() {
        known.removeAll(keepingCapacity: true)
    }

    /// Looks in the file if the id is not in memory.
    mutating func version(of deployment: Cell, in stage: RowKey) throws(ProjectionError) -> Int64? {
        let key = RowKey([deployment] + stage.cells)
        if let version = known[key] { return version }
        let statement = try prepared(.select) { Statements.selectDeploymentVersion }
        let found = try storing { () throws(SQLiteError) -> Int64? in
            try statement.bind(key.cells)
            defer { statement.reset() }
            return try statement.step() ? Int64(statement.integer(0)) : nil
        }
        known[key] = found
        return found
    }
}
