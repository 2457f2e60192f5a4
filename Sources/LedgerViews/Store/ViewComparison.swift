import LedgerSQLite

/// Compares two read models row by row.
struct ViewComparison {
    let stored, made: ViewReader

    /// The first row that only one of the two has; nil if there is none.
    func difference(in tables: [ComparedTable], _ parameters: [String: Cell] = [:]) throws(ViewError) -> String? {
        for table in tables {
            if let found = try difference(in: table, parameters) { return found }
        }
        return nil
    }

    private func difference(in table: ComparedTable, _ parameters: [String: Cell]) throws(ViewError) -> String? {
        let (left, right) = (try rows(of: table, in: stored, parameters), try rows(of: table, in: made, parameters))
        while true {
            let (found, expected) = (try next(left, in: stored), try next(right, in: made))
            if found != expected { return table.name(of: expected ?? found ?? []) }
            if found == nil { return nil }
        }
    }

    private func rows(
        of table: ComparedTable,
        in reader: ViewReader,
        _ parameters: [String: Cell]
    ) throws(ViewError) -> SQLiteStatement {
        try reader.answering { connection throws(SQLiteError) in
            let statement = try connection.prepare(table.sql, isKept: false)
            try statement.bind(named: parameters)
            return statement
        }
    }

    private func next(_ statement: SQLiteStatement, in reader: ViewReader) throws(ViewError) -> [SQLiteValue]? {
        try reader.answering { _ throws(SQLiteError) in
            guard try statement.step() else { return nil }
            return (0..<statement.columnCount).map { statement.value($0) }
        }
    }
}

/// A table to compare, by the columns that identify its rows.
struct ComparedTable {
    private let table: String
    private let key: [String]
    private let rest: String
    private let condition: String

    /// `rest` are the columns that are compared too.
    init(_ table: String, by key: [String], rest: String = ", *", where condition: String = "1") {
        (self.table, self.key, self.rest, self.condition) = (table, key, rest, condition)
    }

    init<Column: TableColumn>(_: Column.Type, where condition: String = "1") {
        self.init(Column.table, by: Column.key.map(\.quoted) + ["valid_from"], where: condition)
    }

    fileprivate var sql: String {
        let key = key.joined(separator: ", ")
        return "SELECT \(key)\(rest) FROM main.\(table) WHERE \(condition) ORDER BY \(key)"
    }

    /// `deployments: shop dev 2`.
    fileprivate func name(of row: [SQLiteValue]) -> String {
        let words = zip(key, row).filter { $0.0 != "valid_from" && $0.1 != .null }.map { column in
            switch column.1 {
            case .integer(let number): "\(number)"
            case .real(let number): "\(number)"
            case .text(let text): text
            case .blob, .null: ""
            }
        }
        return "\(table): \(words.joined(separator: " "))"
    }
}

extension [ComparedTable] {
    /// What follows from the streams of the stack `:stack` and its stages alone.
    ///
    /// Actions are not among them: they have one row for each id, whatever stream it is in.
    static let ofStack = [
        ComparedTable(StackColumn.self, where: inStack), ComparedTable(StageColumn.self, where: inStack),
        ComparedTable(DeploymentColumn.self, where: inStack), ComparedTable(MarkColumn.self, where: inStack),
        ComparedTable(RunColumn.self, where: inStack), ComparedTable(DriftColumn.self, where: inStack),
        ComparedTable("stage_ends", by: ["stack", "stage", "at"], where: inStack),
    ]

    private static var inStack: String { "stack = :stack" }

    /// The schema itself comes first: only a table that is as it was made can be compared.
    static let all = [
        ComparedTable("sqlite_schema", by: ["type", "name", "tbl_name", "sql"], rest: ""),
        ComparedTable(StackColumn.self), ComparedTable(StageColumn.self), ComparedTable(DeploymentColumn.self),
        ComparedTable(MarkColumn.self), ComparedTable(RunColumn.self), ComparedTable(RevisionColumn.self),
        ComparedTable(ContainerColumn.self), ComparedTable(ImageColumn.self), ComparedTable(ImageTagColumn.self),
        ComparedTable(ActionColumn.self), ComparedTable(AttemptColumn.self), ComparedTable(BuildColumn.self),
        ComparedTable(DriftColumn.self), ComparedTable("stage_ends", by: ["stack", "stage", "at"]),
        ComparedTable(CallColumn.self), ComparedTable("call_requests", by: ["request", "call"]),
        ComparedTable("image_ends", by: ["digest", "account", "region", "repository", "tag", "at"]),
        ComparedTable("unreadable", by: ["position"]), ComparedTable("names", by: ["number"]),
        ComparedTable("event_rows", by: ["position"]), ComparedTable("tree_nodes", by: ["level", "number"]),
    ]
}
