import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerValues

/// Identifies the state of the views: their ledger, their definition and how far they are.
struct ViewStamp: Equatable {
    var ledger: String
    var definition: String
    var position: Int
    /// The leaf hash of the last record in the views; shows whether a log is the one they were built from.
    var lastLeaf: String?
    /// The log's root at ``position``, if that was the end of the log.
    var root: String?

    init(of ledger: UniqueID) {
        self.ledger = ledger.description
        definition = ViewDefinition.hash
        position = 0
    }

    /// Reads the stamp; nil if there is none.
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

    /// Whether the views contain everything up to `end`, as far as is known without opening the log.
    func isUp(to end: LogEnd?) -> Bool {
        guard let end else { return false }
        return position == end.size && root == end.root.description
    }
}
