internal import LedgerSchema

/// A table, index or trigger of a log, with its SQL.
struct SchemaObject: Equatable {
    let type, name, table, sql: String

    /// A log has some thirty.
    private static let most = 1_000

    static func all(in connection: SQLiteConnection) throws(SQLiteError) -> [SchemaObject] {
        let statement = try connection.prepare(Statements.schemaObjects, isKept: false)
        var objects: [SchemaObject] = []
        while try statement.step() {
            guard objects.count < most else { throw SQLiteError(.corrupt, message: "it has over \(most) tables") }
            let words = (0...3).map { statement.text($0) }
            objects.append(SchemaObject(type: words[0], name: words[1], table: words[2], sql: words[3]))
        }
        return objects
    }

    /// Compares the type too: a trigger may have the name of a table.
    func isNamesake(of other: SchemaObject) -> Bool { type == other.type && name == other.name }

    /// The objects of a log that was created with these migrations.
    static func asMade(by migrations: [String] = LedgerSchema.logMigrations) throws(SQLiteError) -> [SchemaObject] {
        let connection = try SQLiteConnection(path: ":memory:", mode: .create)
        for migration in migrations { try connection.execute(migration) }
        return try all(in: connection)
    }
}

/// How the schema of a file differs from that of a log.
struct SchemaDifferences {
    private struct Difference {
        enum Kind: String { case missing = "is missing", changed = "was changed", added = "was added" }

        let object: SchemaObject
        let kind: Kind

        var text: String { "the \(object.type) \(object.name) \(kind.rawValue)" }
    }

    private let differences: [Difference]

    init(of connection: SQLiteConnection, migrations: [String] = LedgerSchema.logMigrations) throws(SQLiteError) {
        let (found, made) = (try SchemaObject.all(in: connection), try SchemaObject.asMade(by: migrations))
        let lost = made.filter { !found.contains($0) }
        let added = found.filter { !made.contains(where: $0.isNamesake) }
        differences =
            lost.map { Difference(object: $0, kind: found.contains(where: $0.isNamesake) ? .changed : .missing) }
            + added.map { Difference(object: $0, kind: .added) }
    }

    /// Each in words.
    var all: [String] { differences.map(\.text) }

    /// The first for which the log cannot be read: under the name of its table there may be anything.
    var ofReading: String? { differences.first(where: Self.keepsFromReading)?.text }

    /// The first for which nothing can be appended: other triggers may do anything.
    var ofWriting: String? {
        differences.first { Self.keepsFromReading($0) || $0.object.type == "trigger" }?.text
    }

    private static func keepsFromReading(_ difference: Difference) -> Bool {
        difference.object.type == "table" && difference.kind != .added
    }
}
