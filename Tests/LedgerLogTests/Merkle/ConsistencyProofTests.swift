import LedgerLog
import LedgerTesting
import Testing

struct `A proof of consistency` {
    private let tree = ReferenceTree(size: 300)

    /// Whether the proof equals PROOF, passes the check of RFC 9162, and reads at most two perfect subtrees per level.
    private func isExact(_ from: Int, _ to: Int, in tree: ReferenceTree) throws -> Bool {
        var reads = 0
        let proof = ConsistencyProof(from: from, to: to) { tree.reading(to, &reads, $0) }
        let levels = Int.bitWidth - (to - 1).leadingZeroBitCount
        try proof.check(from: tree.root(from), to: tree.root(to))
        return proof == tree.consistency(from, to) && reads <= 2 * levels
    }

    @Test func `matches RFC 6962 from every size to every size`() throws {
        for to in 1...300 {
            let wrong = try (0...to).filter { try !isExact($0, to, in: tree) }
            #expect(wrong.isEmpty, "to \(to)")
        }
    }

    @Test func `matches RFC 6962 in larger trees`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let tree = ReferenceTree(size: 5_000)
        for _ in 0..<300 {
            let to = Int.random(in: 301...5_000, using: &random)
            let from = Int.random(in: 0...to, using: &random)
            #expect(try isExact(from, to, in: tree), "seed \(seed): from \(from) to \(to)")
        }
    }

    @Test func `reads exactly the subtrees that it lists`() {
        for to in 1...40 {
            for from in 0...to {
                var asked: [MerkleNode] = []
                _ = ConsistencyProof(from: from, to: to) { node in
                    asked.append(node)
                    return tree.hash(node.leaves)
                }
                #expect(asked == ConsistencyProof.nodes(from: from, to: to))
            }
        }
    }

    @Test(arguments: KnownTree.consistencies)
    func `matches Certificate Transparency's tests`(known: ConsistencyProof) throws {
        let tree = ReferenceTree(leaves: KnownTree.leaves)
        #expect(ConsistencyProof(from: known.from, to: known.to) { tree.hash($0.leaves) } == known)
        try known.check(from: KnownTree.roots[known.from], to: KnownTree.roots[known.to])
    }

    @Test(arguments: [(0, 5), (1, 2), (2, 3), (3, 4), (4, 7), (6, 7), (7, 7), (5, 13), (8, 13), (77, 100)])
    func `fails with any bit changed`(from: Int, to: Int) {
        let (proof, old, new) = (tree.consistency(from, to), tree.root(from), tree.root(to))
        for bit in 0..<256 {
            #expect(throws: MerkleProofError.self) { try proof.check(from: old.flipping(bit), to: new) }
            // A proof from an empty tree says nothing about the new root.
            guard from > 0 else { continue }
            #expect(throws: MerkleProofError.rootDiffers(size: to)) {
                try proof.check(from: old, to: new.flipping(bit))
            }
        }
        for hashes in proof.hashes.withOneBitFlipped {
            let changed = ConsistencyProof(from: from, to: to, hashes: hashes)
            #expect(throws: MerkleProofError.self) { try changed.check(from: old, to: new) }
        }
    }

    /// As with inclusion: sizes whose proofs take the same turns cannot be told apart by hashes, only by signed
    /// checkpoints.
    @Test func `fails between other sizes if it takes other turns`() {
        for to in 1...24 {
            for from in 0...to {
                for other in -1...40 {
                    if other != from { expect(from, to, asFrom: other, to: to) }
                    if other != to { expect(from, to, asFrom: from, to: other) }
                }
            }
        }
    }

    private func expect(_ from: Int, _ to: Int, asFrom otherFrom: Int, to otherTo: Int) {
        let moved = ConsistencyProof(from: otherFrom, to: otherTo, hashes: tree.consistency(from, to).hashes)
        let holds = (try? moved.check(from: tree.root(from), to: tree.root(to))) != nil
        let isAlike = turns(otherFrom, otherTo) == turns(from, to)
        #expect(holds == isAlike, "\(from) to \(to) as \(otherFrom) to \(otherTo)")
    }

    /// Growth from an empty tree, no growth and impossible growth are separate shapes.
    private func turns(_ from: Int, _ to: Int) -> [ReferenceTree.Step.Side]?? {
        guard from >= 0, from <= to else { return .none }
        if from == 0, to > 0 { return .some(nil) }
        return .some(ReferenceTree.proof(from, to).map(\.side))
    }

    @Test func `says what is wrong with its length`() {
        for to in 1...70 {
            for from in [0, 1, to / 2, to - 1, to] {
                let proof = tree.consistency(from, to)
                let (count, old, new) = (proof.hashes.count, tree.root(from), tree.root(to))
                let long = ConsistencyProof(from: from, to: to, hashes: proof.hashes + [old])
                #expect(throws: MerkleProofError.tooLong(hashes: count + 1)) { try long.check(from: old, to: new) }
                guard count > 0 else { continue }
                let short = ConsistencyProof(from: from, to: to, hashes: proof.hashes.dropLast())
                #expect(throws: MerkleProofError.tooShort(hashes: count - 1)) { try short.check(from: old, to: new) }
                let none = ConsistencyProof(from: from, to: to, hashes: [])
                #expect(throws: MerkleProofError.tooShort(hashes: 0)) { try none.check(from: old, to: new) }
            }
        }
    }

    @Test(arguments: [
        (1, 0), (-1, 0), (-1, 5), (5, 4), (Int.min, Int.max), (Int.max, Int.max), (0, -1), (Int.min, Int.min),
        (0, 1 << 62 + 1),
    ])
    func `fails if a tree cannot grow that way`(from: Int, to: Int) {
        let root = MerkleFrontier().root
        let made = ConsistencyProof(from: from, to: to) { _ in root }
        #expect(made.hashes.isEmpty)
        #expect(throws: MerkleProofError.noGrowth(from: from, to: to)) { try made.check(from: root, to: root) }
    }

    @Test func `can be made in the largest tree`() {
        let root = MerkleFrontier().root
        for (from, to) in [(1, 1 << 62), (1 << 62 - 1, 1 << 62), (1 << 61, 1 << 62), (1 << 62, 1 << 62)] {
            let proof = ConsistencyProof(from: from, to: to) { _ in root }
            #expect((from == to) == ((try? proof.check(from: root, to: root)) != nil))
        }
    }
}
