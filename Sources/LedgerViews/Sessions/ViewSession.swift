import LedgerDomain
import LedgerSQLite

import Glibc
package import LedgerValues

/// The views at one moment, for any number of statements.
///
/// All statements see the same state, whatever is appended meanwhile. The views cannot be replaced while a session
/// exists, so it should not outlive a command: to follow the log, open a session each time.
package final class ViewSession {
    let reader: ViewReader
    /// The last visible position.
    package let position: Int
    package let moment: Moment
    private let views: MomentViews
    /// The views not created yet: creating all takes longer than most queries.
    private var missing = Set(MomentViews.names)

    init(
        _ reader: ViewReader,
        at moment: Moment,
        now: Timestamp,
        logPath: String?
    ) throws(ViewError) {
        (self.reader, self.moment) = (reader, moment)
        position = try Self.position(of: moment, reader)
        views = MomentViews(moment: moment, position: position, now: now, hasLog: logPath != nil)
        guard let logPath else { return }
        try reader.answering { connection throws(SQLiteError) in try connection.attachLog(at: logPath) }
    }

    /// The last position whose record was made by `time`; 0 if there is none.
    package func lastPosition(recordedBy time: Timestamp) throws(ViewError) -> Int {
        try reader.lastPosition(recordedBy: time)
    }

    /// Creates the views whose names occur in `sql`; a false match does no harm.
    private func makeViews(for sql: String) throws(ViewError) {
        try makeViews { strstr(sql, $0) != nil }
    }

    /// Creates all views, for statements that may find them other than by name.
    func makeAllViews() throws(ViewError) {
        try makeViews { _ in true }
    }

    private func makeViews(where isMeant: (String) -> Bool) throws(ViewError) {
        let readsTargets = isMeant(MomentViews.targets)
        let readsPlaces = isMeant(MomentViews.callStages)
        let names = missing.filter { name in
            isMeant(name) || readsTargets && MomentViews.judged.contains(name)
                || readsPlaces && MomentViews.placing.contains(name)
        }
        guard !names.isEmpty else { return }
        missing.subtract(names)
        let sql = names.map(views.sql(for:)).joined(separator: ";\n")
        try reader.answering { connection throws(SQLiteError) in try connection.execute(sql) }
    }

    private static func position(of moment: Moment, _ reader: ViewReader) throws(ViewError) -> Int {
        switch moment {
        case .now: return reader.stamp.position
        case .time(let time), .asKnown(let time): return try reader.lastPosition(recordedBy: time)
        case .position(let position):
            guard (0...reader.stamp.position).contains(position) else {
                throw .noSuchPosition(position, last: reader.stamp.position)
            }
            return position
        }
    }
}

// MARK: - Asking

extension ViewSession {
    package func rows(
        of statement: Statement,
        _ parameters: [String: Cell] = [:],
        limit: Int = .max
    ) throws(ViewError) -> Table {
        var table = Table(columns: [], rows: [])
        let columns = try forEachRow(of: statement, parameters) { row in
            table.isTruncated = table.rows.count == limit
            if !table.isTruncated { table.rows.append(row) }
            return !table.isTruncated
        }
        return Table(columns: columns, rows: table.rows, isTruncated: table.isTruncated)
    }

    /// Calls `body` with each row until it returns false.
    ///
    /// - Returns: The names of the columns.
    @discardableResult
    package func forEachRow(
        of statement: Statement,
        _ parameters: [String: Cell] = [:],
        _ body: ([Cell]) -> Bool
    ) throws(ViewError) -> [String] {
        try makeViews(for: statement.sql)
        return try reader.answering { connection throws(SQLiteError) in
            let prepared = try connection.prepare(statement.sql, isKept: false)
            try prepared.bind(named: parameters)
            let count = prepared.columnCount
            while try prepared.step() {
                guard body((0..<count).map { prepared.cell($0) }) else { break }
            }
            return (0..<count).map { prepared.columnName($0) }
        }
    }
}

extension SQLiteStatement {
    /// Binds those of `values` that the statement has parameters for, and NULL to its other parameters.
    func bind(named values: [String: Cell]) throws(SQLiteError) {
        for parameter in 0..<parameterCount {
            guard let name = parameterName(parameter + 1)?.dropFirst() else { continue }
            try bind(values[String(name)] ?? .null, at: parameter + 1)
        }
    }
}

extension SQLiteConnection {
    fileprivate func attachLog(at path: String) throws(SQLiteError) {
        let attach = try prepare(Statements.attachLog, isKept: false)
        try attach.bind(Self.uri(path, "mode=ro"), at: 1)
        try attach.run()
    }
}
