internal import LedgerSchema

/// A table, index or trigger of a log, with the SQL that made it.
struct LogObject: Equatable {
    let type, name, table, sql: String

    static func all(in connection: SQLiteConnection) throws(SQLiteError) -> [LogObject] {
        let statement = try connection.prepare(Statements.schemaObjects)
        defer { statement.reset() }
        var objects: [LogObject] = []
        while try statement.step() {
            let words = (0...3).map { statement.text($0) }
            objects.append(LogObject(type: words[0], name: words[1], table: words[2], sql: words[3]))
        }
        return objects
    }

    /// A trigger may have the name of a table.
    func isNamesake(of other: LogObject) -> Bool { type == other.type && name == other.name }

    /// Those of a log that nobody has touched.
    static func asMade() throws(SQLiteError) -> [LogObject] {
        let connection = try SQLiteConnection(path: ":memory:", mode: .create)
        for migration in LedgerSchema.logMigrations { try connection.execute(migration) }
        return try all(in: connection)
    }
}
