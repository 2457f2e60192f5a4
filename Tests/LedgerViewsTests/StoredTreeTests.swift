import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import LedgerViews
import Synchronization
import Testing
import LedgerValues

struct `The stored tree` {
    private func records(_ count: Int, seed: UInt64) -> [StoredRecord] {
        var history = History(seed: seed)
        return history.records(count)
    }

    /// MTH of RFC 6962 §2.1 over a perfect subtree.
    private func hash(_ leaves: ArraySlice<SHA256Hash>) -> SHA256Hash {
        guard leaves.count > 1 else { return leaves.first ?? SHA256Hash(of: []) }
        let half = leaves.count / 2
        return MerkleFrontier.node(hash(leaves.prefix(half)), hash(leaves.dropFirst(half)))
    }

    /// Expects exactly the perfect subtrees of every fourth level, as computed from the leaves.
    private func expectAll(
        of records: [StoredRecord],
        in fixture: ViewFixture,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let leaves = records.map(\.leaf)
        var expected: [MerkleNode: SHA256Hash] = [:]
        for level in stride(from: 4, to: 32, by: 4) {
            for number in 0..<leaves.count >> level {
                let node = MerkleNode(level: level, number: number)
                expected[node] = hash(leaves[node.leaves])
            }
        }
        #expect(try stored(in: fixture) == expected, sourceLocation: sourceLocation)
        let tree = try #require(try StoredTree(directory: fixture.directory), sourceLocation: sourceLocation)
        #expect(tree.size == records.count, sourceLocation: sourceLocation)
        #expect(expected.allSatisfy { tree.holds($0.key) && tree.hash(of: $0.key) == $0.value })
    }

    private func stored(in fixture: ViewFixture) throws -> [MerkleNode: SHA256Hash] {
        let connection = try SQLiteConnection(path: "\(fixture.directory)/views.db", mode: .readOnly)
        let rows = try connection.prepare("SELECT level, number, hash FROM tree_nodes")
        var nodes: [MerkleNode: SHA256Hash] = [:]
        while try rows.step() {
            nodes[MerkleNode(level: rows.integer(0), number: rows.integer(1))] = SHA256Hash(bytes: rows.bytes(2))
        }
        return nodes
    }

    @Test(arguments: UInt64(1)...3)
    func `matches the log however the events were added`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let all = records(500, seed: seed)
        let fixture = ViewFixture()
        var size = 0
        while size < all.count {
            size = min(all.count, size + Int.random(in: 1...[15, 60, 300][Int(seed % 3)], using: &random))
            fixture.log.set(Array(all[..<size]))
            _ = try fixture.session()
            if Int.random(in: 0..<4, using: &random) == 0 { try expectAll(of: Array(all[..<size]), in: fixture) }
            if Int.random(in: 0..<10, using: &random) == 0 { try fixture.store.rebuild() }
        }
        try expectAll(of: all, in: fixture)
        try fixture.store.rebuild()
        try expectAll(of: all, in: fixture)
    }

    @Test func `continues over several batches and levels`() throws {
        let all = records(5_300, seed: 2)
        let fixture = ViewFixture(Array(all[..<90]))
        _ = try fixture.session()
        fixture.log.set(all)
        _ = try fixture.session()
        try expectAll(of: all, in: fixture)
    }

    @Test func `follows a log that was cut or replaced`() throws {
        let fixture = ViewFixture(records(200, seed: 1))
        _ = try fixture.session()
        for log in [records(100, seed: 1), records(250, seed: 5), []] {
            fixture.log.set(log)
            _ = try fixture.session()
            try expectAll(of: log, in: fixture)
        }
    }

    @Test func `is nil if there are no views`() throws {
        let fixture = ViewFixture(records(20, seed: 1))
        #expect(try StoredTree(directory: fixture.directory) == nil)
        #expect(fixture.files.allSatisfy { $0.hasSuffix(".lock") }, "opening builds nothing")
    }

    /// Whatever the length of the log.
    ///
    /// With 3,000 events there are twelve levels, and a node between two stored ones costs at most eight rows.
    @Test func `makes a proof from some tens of rows`() throws {
        let all = records(3_000, seed: 4)
        let fixture = ViewFixture(all)
        _ = try fixture.session()
        let spy = CountingStore(try #require(try StoredTree(directory: fixture.directory)))
        let leaves = all.map(\.leaf)
        let reader = NodeReader<Never>(store: spy) { range in
            spy.count(range.count)
            return Array(leaves[range])
        }
        var random = SeededRandom(seed: 1)
        let root = MerkleFrontier(size: 3_000) { reader.hash(of: $0) }.root
        var most = spy.takeCount()
        for index in [0, 1, 2_047, 2_048, 2_999] + (0..<60).map({ _ in Int.random(in: 0..<3_000, using: &random) }) {
            let proof = InclusionProof(index: index, size: 3_000) { reader.hash(of: $0) }
            most = max(most, spy.takeCount())
            try proof.check(leaf: leaves[index], root: root)
            let growth = ConsistencyProof(from: index + 1, to: 3_000) { reader.hash(of: $0) }
            most = max(most, spy.takeCount())
            let old = MerkleFrontier(size: index + 1) { reader.hash(of: $0) }.root
            _ = spy.takeCount()
            try growth.check(from: old, to: root)
        }
        #expect((20...100).contains(most), "\(most)")
    }
}

/// Counts the rows that are read.
private final class CountingStore: NodeStore {
    private let tree: StoredTree
    private let rows = Mutex(0)

    init(_ tree: StoredTree) { self.tree = tree }

    var size: Int { tree.size }
    var step: Int { tree.step }

    func hash(of node: MerkleNode) -> SHA256Hash? {
        count(1)
        return tree.hash(of: node)
    }

    func count(_ number: Int) { rows.withLock { $0 += number } }

    func takeCount() -> Int {
        rows.withLock { rows in
            defer { rows = 0 }
            return rows
        }
    }
}
