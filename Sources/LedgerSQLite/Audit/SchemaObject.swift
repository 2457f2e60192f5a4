internal import LedgerSchema

/// A table, index or trigger of a log, with its SQL.
struct SchemaObject: Equatable {
    let type, name, table, sql: String

    static func all(in connection: SQLiteConnection) throws(SQLiteError) -> [SchemaObject] {
        let statement = try connection.prepare(Statements.schemaObjects)
        defer { statement.reset() }
        var objects: [SchemaObject] = []
        while try statement.step() {
            let words = (0...3).map { statement.text($0) }
            objects.append(SchemaObject(type: words[0], name: words[1], table: words[2], sql: words[3]))
        }
        return objects
    }

    /// Compares the type too: a trigger may have the name of a table.
    func isNamesake(of other: SchemaObject) -> Bool { type == other.type && name == other.name }

    /// The objects of a newly created log.
    static func asMade() throws(SQLiteError) -> [SchemaObject] {
        let connection = try SQLiteConnection(path: ":memory:", mode: .create)
        for migration in LedgerSchema.logMigrations { try connection.execute(migration) }
        return try all(in: connection)
    }
}
