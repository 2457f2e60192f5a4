internal import LedgerSchema

/// A table, index or trigger of a log, with the SQL that made it.
struct LogObject: Equatable {
    let type, name, sql: String

    static func all(in connection: SQLiteConnection) throws(SQLiteError) -> [LogObject] {
        let statement = try connection.prepare(Statements.schemaObjects)
        defer { statement.reset() }
        var objects: [LogObject] = []
        while try statement.step() {
            objects.append(LogObject(type: statement.text(0), name: statement.text(1), sql: statement.text(2)))
        }
        return objects
    }

    /// Those of a log that nobody has touched.
    static func asMade() throws(SQLiteError) -> [LogObject] {
        let connection = try SQLiteConnection(path: ":memory:", mode: .create)
        for migration in LedgerSchema.logMigrations { try connection.execute(migration) }
        return try all(in: connection)
    }
}
