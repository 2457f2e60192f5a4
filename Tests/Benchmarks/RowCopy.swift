import LedgerSchema

/// What the `sqlite3` shell is told to copy all rows of the views into a new file, with the indexes that they have.
///
/// Nothing is read, folded or bound for it: a rebuild cannot be faster.
struct RowCopy {
    let target: String

    var sql: String {
        let tables = Self.statements(of: LedgerSchema.views, creating: "TABLE")
        let copies = tables.compactMap { $0.split(separator: " ").dropFirst(2).first }.map { name in
            // A condition, as without one the shell would copy whole pages.
            "INSERT INTO \(name) SELECT * FROM main.\(name.dropFirst("new.".count)) WHERE true"
        }
        let steps = [
            ["ATTACH '\(target)' AS new", "PRAGMA new.page_size = 8192", "PRAGMA new.journal_mode = OFF"],
            ["PRAGMA new.synchronous = OFF", "PRAGMA new.cache_size = -49152", "BEGIN"],
            tables, Self.statements(of: LedgerSchema.viewIndexes, creating: "INDEX"), copies,
            Self.statements(of: LedgerSchema.viewQueryIndexes, creating: "INDEX"), ["COMMIT"],
        ]
        return steps.joined().joined(separator: ";\n")
    }

    /// The statements of a file that create what is of that kind, in the database `new`.
    private static func statements(of file: String, creating kind: String) -> [String] {
        let lines = file.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
        let head = "CREATE \(kind) "
        return lines.split(separator: ";").map { $0.drop { $0 == "\n" } }.filter { $0.hasPrefix(head) }
            .map { "\(head)new.\($0.dropFirst(head.count))" }
    }
}
