/// How much a file has room for: rows of a file that others made may share their bytes, and be read without end.
struct FileRoom {
    private var left: Int

    init(of connection: SQLiteConnection) throws(SQLiteError) {
        left = 1
        for statement in [Statements.pageCount, Statements.pageSize] {
            guard case .integer(let factor) = try connection.value(statement) else { continue }
            left *= Int(factor)
        }
    }

    mutating func take(_ bytes: Int) throws(SQLiteError) {
        left -= bytes
        guard left >= 0 else { throw SQLiteError(.corrupt, message: "it has more rows than room") }
    }
}
