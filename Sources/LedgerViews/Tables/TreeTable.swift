import LedgerDomain
import LedgerLog
import LedgerSQLite

/// Stores the nodes of every fourth level of the log's Merkle tree.
///
/// A proof reads some tens of rows, whatever the length of the log; the table has one row for every fifteen events.
final class TreeTable {
    static let step = 4

    private let connection: SQLiteConnection
    private let path: String
    private let prepared: StatementCache
    /// Nil until the first leaf is added.
    private var frontier: MerkleFrontier?

    /// `path` is the path of the views, for errors.
    init(in connection: SQLiteConnection, at path: String) {
        (self.connection, self.path) = (connection, path)
        prepared = StatementCache(of: connection)
    }

    /// Adds the leaves of the events after `position`, which must continue the table.
    func append(_ leaves: [SHA256Hash], after position: Int, of log: any EventLog) throws(ViewError) {
        var frontier: MerkleFrontier
        if let known = self.frontier { frontier = known } else { frontier = try self.frontier(at: position, of: log) }
        self.frontier = nil
        var completed: [(MerkleNode, SHA256Hash)] = []
        for leaf in leaves {
            frontier.append(leaf) { node, hash in
                if node.level.isMultiple(of: Self.step) { completed.append((node, hash)) }
            }
        }
        do { for (node, hash) in completed { try insert(node, hash) } } catch {
            throw ViewError(error, path: path)
        }
        self.frontier = frontier
    }

    private func insert(_ node: MerkleNode, _ hash: SHA256Hash) throws(ProjectionError) {
        let statement = try prepared(.insert) { Statements.insertTreeNode }
        try storing { () throws(SQLiteError) in
            try statement.bind(node.level, at: 1)
            try statement.bind(node.number, at: 2)
            try statement.bind(hash.bytes, at: 3)
            try statement.run()
        }
    }

    private func frontier(at position: Int, of log: any EventLog) throws(ViewError) -> MerkleFrontier {
        let nodes = NodeReader(store: TreeNodes(in: connection, size: position)) { range throws(EventLogError) in
            try log.records(after: range.lowerBound, limit: range.count).map(\.leaf)
        }
        do {
            return try MerkleFrontier(size: position) { node throws(EventLogError) in try nodes.hash(of: node) }
        } catch { throw .log(error) }
    }
}

/// Reads the stored nodes through a connection.
struct TreeNodes: NodeStore {
    let size: Int
    let step = TreeTable.step
    private let statement: SQLiteStatement?

    init(in connection: SQLiteConnection, size: Int) {
        self.size = size
        statement = try? connection.prepare(Statements.selectTreeNode)
    }

    func hash(of node: MerkleNode) -> SHA256Hash? {
        guard let statement else { return nil }
        defer { statement.reset() }
        do {
            try statement.bind(node.level, at: 1)
            try statement.bind(node.number, at: 2)
            return try statement.step() ? SHA256Hash(bytes: statement.bytes(0)) : nil
        } catch { return nil }
    }
}
