import LedgerSQLite

/// Prepared statements of one connection, by purpose.
final class StatementCache {
    enum Purpose: Hashable {
        case select, insert, close, delete
        case other(String)
    }

    private let connection: SQLiteConnection
    private var statements: [Purpose: SQLiteStatement] = [:]

    init(of connection: SQLiteConnection) {
        self.connection = connection
    }

    func callAsFunction(_ purpose: Purpose, sql: () -> String) throws(ProjectionError) -> SQLiteStatement {
        if let known = statements[purpose] { return known }
        let text = sql()
        let statement = try storing { () throws(SQLiteError) in try connection.prepare(text) }
        statements[purpose] = statement
        return statement
    }
}

/// Wraps an SQLite error, to tell it from an unreadable event.
@inline(__always)
func storing<Result>(_ body: () throws(SQLiteError) -> Result) throws(ProjectionError) -> Result {
    do { return try body() } catch { throw .storage(error) }
}

extension SQLiteStatement {
    func bind(_ cells: [Cell]) throws(SQLiteError) {
        for index in cells.indices { try bind(cells[index], at: index + 1) }
    }

    func bind(_ cell: Cell, at parameter: Int) throws(SQLiteError) {
        switch cell {
        case .null: try bindNull(at: parameter)
        case .integer(let number): try bind(number, at: parameter)
        case .text(let text): try bind(text, at: parameter)
        }
    }

    func cell(_ column: Int) -> Cell {
        switch value(column) {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .text("\(number)")
        case .text(let text): .text(text)
        case .blob(let bytes): .text(bytes.hexadecimal)
        }
    }
}

extension [UInt8] {
    /// Lower-case digits, like SQLite's `lower(hex(x))`.
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
