import LedgerDomain
import LedgerSQLite
import LedgerValues

/// Limits for an untrusted query.
package struct QueryLimits: Sendable {
    package var duration: Duration
    package var rows: Int

    package init(duration: Duration = .seconds(30), rows: Int = 10_000) {
        (self.duration, self.rows) = (duration, rows)
    }
}

extension ViewSession {
    /// Runs one untrusted statement, which may only read.
    ///
    /// The connection is read-only anyway. SQLite's authorizer checks the statement while it is prepared, so that a
    /// refusal names what was denied.
    ///
    /// - Throws: ``ViewError/refused(_:)``, ``ViewError/missingParameter(_:)``, ``ViewError/unknownParameter(_:)`` and
    ///   ``ViewError/timeLimit(_:)``.
    package func query(
        _ sql: String,
        _ parameters: [String: Cell] = [:],
        limits: QueryLimits = QueryLimits()
    ) throws(ViewError) -> Table {
        var rows: [[Cell]] = []
        var isTruncated = false
        let columns = try query(sql, parameters, limits: limits) { _, row in
            isTruncated = rows.count == limits.rows
            if !isTruncated { rows.append(row) }
            return !isTruncated
        }
        return Table(columns: columns, rows: rows, isTruncated: isTruncated)
    }

    /// Calls `body` with the columns' names and each row as it comes, until `body` returns false.
    @discardableResult
    package func query(
        _ sql: String,
        _ parameters: [String: Cell] = [:],
        limits: QueryLimits = QueryLimits(),
        _ body: (_ columns: [String], _ row: [Cell]) -> Bool
    ) throws(ViewError) -> [String] {
        try makeAllViews()
        let connection = reader.connection
        connection.restrict()
        defer { connection.unrestrict() }
        let statement: SQLiteStatement
        do { statement = try connection.prepare(sql, isKept: false) } catch { throw .refusal(error) }
        guard statement.isReadOnly, statement.columnCount > 0 else { throw .refused("only SELECT is allowed") }
        try statement.bind(exactly: parameters)
        connection.setDeadline(.now + limits.duration)
        defer { connection.setDeadline(nil) }
        do {
            let count = statement.columnCount
            let columns = (0..<count).map { statement.columnName($0) }
            while try statement.step() {
                guard body(columns, (0..<count).map { statement.cell($0) }) else { break }
            }
            return columns
        } catch {
            throw error.code == .interrupted ? .timeLimit(limits.duration) : .refusal(error)
        }
    }
}

extension SQLiteConnection {
    fileprivate func restrict() {
        allowReadsOnly()
        setLimit(.valueBytes, to: 1 << 20)
        setLimit(.statementBytes, to: 1 << 20)
        setLimit(.expressionDepth, to: 200)
        setLimit(.patternBytes, to: 1_000)
    }

    fileprivate func unrestrict() {
        allowEverything()
        setLimit(.valueBytes, to: .max)
        setLimit(.statementBytes, to: .max)
        setLimit(.expressionDepth, to: 1_000)
    }
}

extension SQLiteStatement {
    /// Binds all parameters; missing and unknown ones are errors.
    fileprivate func bind(exactly values: [String: Cell]) throws(ViewError) {
        var unknown = Set(values.keys)
        for parameter in 0..<parameterCount {
            guard let name = parameterName(parameter + 1).map({ String($0.dropFirst()) }) else {
                throw .refused("a parameter has no name; write :name")
            }
            guard let value = values[name] else { throw .missingParameter(name) }
            unknown.remove(name)
            do { try bind(value, at: parameter + 1) } catch { throw .refusal(error) }
        }
        if let name = unknown.min() { throw .unknownParameter(name) }
    }
}

extension ViewError {
    /// Maps an SQLite error of an untrusted statement.
    fileprivate static func refusal(_ error: SQLiteError) -> ViewError {
        switch error.code {
        case .notAuthorized: .refused("only reading is allowed: \(error.message)")
        case .busy: .busy
        case .full: .diskFull
        case .notADatabase, .corrupt: .damaged(error.message)
        case .readOnly, .cannotOpen, .constraint, .tooBig, .interrupted, .statement, .other: .refused(error.message)
        }
    }
}
