import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// What the views say of themselves: of which ledger they are, of which make, and how far they have come.
struct ViewStamp: Equatable {
    var ledger: String
    var definition: String
    var position: Int
    /// Of the last record that was taken in; tells whether a log is the one that was read.
    var lastLeaf: String?
    /// The log's root at ``position``, when the views came to the log's end there.
    var root: String?

    init(of ledger: UniqueID) {
        self.ledger = ledger.description
        definition = ViewDefinition.hash
        position = 0
    }

    /// Reads it, nil when there is none.
    init?(in connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare(Statements.selectStamp, isKept: false)
        guard try statement.step() else { return nil }
        (ledger, definition) = (statement.text(0), statement.text(1))
        position = statement.integer(2)
        (lastLeaf, root) = (statement.optionalText(3), statement.optionalText(4))
    }

    func write(in connection: SQLiteConnection) throws(SQLiteError) {
        let statement = try connection.prepare(Statements.writeStamp, isKept: false)
        try statement.bind([
            .text(ledger), .text(definition), .integer(Int64(position)), Cell(lastLeaf), Cell(root),
        ])
        try statement.run()
    }

    /// Whether the views have all that the log had at `end`, as far as can be told without opening it.
    func isUp(to end: LogEnd?) -> Bool {
        guard let end else { return false }
        return position == end.size && root == end.root.description
    }
}
