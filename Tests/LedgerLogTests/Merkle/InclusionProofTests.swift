import LedgerLog
import LedgerTesting
import Testing

struct `A proof of inclusion` {
    private let tree = ReferenceTree(size: 300)

    /// Whether the proof equals PATH, passes the check of RFC 9162, and reads at most two perfect subtrees per level.
    private func isExact(_ index: Int, _ size: Int, in tree: ReferenceTree) throws -> Bool {
        var reads = 0
        let proof = InclusionProof(index: index, size: size) { tree.reading(size, &reads, $0) }
        let levels = Int.bitWidth - (size - 1).leadingZeroBitCount
        return try proof == tree.inclusion(index, size) && reads <= 2 * levels
            && proof.root(ofLeaf: tree.hash(index..<index + 1)) == tree.root(size)
    }

    @Test func `matches RFC 6962 at every index of every size`() throws {
        for size in 1...300 {
            let wrong = try (0..<size).filter { try !isExact($0, size, in: tree) }
            #expect(wrong.isEmpty, "size \(size)")
        }
    }

    @Test func `matches RFC 6962 in larger trees`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let tree = ReferenceTree(size: 5_000)
        for _ in 0..<300 {
            let size = Int.random(in: 301...5_000, using: &random)
            let index = Int.random(in: 0..<size, using: &random)
            #expect(try isExact(index, size, in: tree), "seed \(seed): index \(index), size \(size)")
        }
    }

    @Test func `reads exactly the subtrees that it lists`() {
        for size in 1...40 {
            for index in 0..<size {
                var asked: [MerkleNode] = []
                _ = InclusionProof(index: index, size: size) { node in
                    asked.append(node)
                    return tree.hash(node.leaves)
                }
                #expect(asked == InclusionProof.nodes(index: index, size: size))
            }
        }
    }

    @Test(arguments: KnownTree.inclusions)
    func `matches Certificate Transparency's tests`(known: InclusionProof) throws {
        let tree = ReferenceTree(leaves: KnownTree.leaves)
        let proof = InclusionProof(index: known.index, size: known.size) { tree.hash($0.leaves) }
        #expect(proof == known)
        try known.check(leaf: KnownTree.leaves[known.index], root: KnownTree.roots[known.size])
    }

    @Test(arguments: [(0, 1), (1, 2), (2, 3), (0, 4), (4, 7), (6, 7), (5, 13), (12, 13), (77, 100)])
    func `fails with any bit changed`(index: Int, size: Int) {
        let (proof, leaf, root) = (tree.inclusion(index, size), tree.hash(index..<index + 1), tree.root(size))
        func expectRefused(_ proof: InclusionProof, _ leaf: SHA256Hash, _ root: SHA256Hash) {
            #expect(throws: MerkleProofError.rootDiffers(size: size)) { try proof.check(leaf: leaf, root: root) }
        }
        for bit in 0..<256 {
            expectRefused(proof, leaf.flipping(bit), root)
            expectRefused(proof, leaf, root.flipping(bit))
        }
        for hashes in proof.hashes.withOneBitFlipped {
            expectRefused(InclusionProof(index: index, size: size, hashes: hashes), leaf, root)
        }
    }

    @Test func `fails at any other index`() {
        for size in 1...40 {
            for index in 0..<size {
                let (hashes, leaf) = (tree.inclusion(index, size).hashes, tree.hash(index..<index + 1))
                for other in -1...(size + 1) where other != index {
                    let moved = InclusionProof(index: other, size: size, hashes: hashes)
                    #expect(throws: MerkleProofError.self) { try moved.check(leaf: leaf, root: tree.root(size)) }
                }
            }
        }
    }

    /// Sizes at which the path to the leaf takes the same turns give the same root.
    ///
    /// Only the checkpoint, which signs root and size together, says which size a root belongs to.
    @Test func `fails at other sizes if the path to the leaf takes other turns`() {
        for size in 1...40 {
            for index in 0..<size {
                let (hashes, leaf) = (tree.inclusion(index, size).hashes, tree.hash(index..<index + 1))
                let turns = ReferenceTree.path(index, 0..<size).map(\.side)
                for other in -1...80 where other != size {
                    let moved = InclusionProof(index: index, size: other, hashes: hashes)
                    let holds = (try? moved.check(leaf: leaf, root: tree.root(size))) != nil
                    let isAlike = other > index && ReferenceTree.path(index, 0..<other).map(\.side) == turns
                    #expect(holds == isAlike, "index \(index), size \(size) as \(other)")
                }
            }
        }
    }

    @Test func `says what is wrong with its length`() throws {
        for size in 1...70 {
            for index in [0, size / 2, size - 1] {
                let (proof, leaf) = (tree.inclusion(index, size), tree.hash(index..<index + 1))
                let count = proof.hashes.count
                let long = InclusionProof(index: index, size: size, hashes: proof.hashes + [leaf])
                #expect(throws: MerkleProofError.tooLong(hashes: count + 1)) { try long.root(ofLeaf: leaf) }
                guard count > 0 else { continue }
                let short = InclusionProof(index: index, size: size, hashes: proof.hashes.dropLast())
                #expect(throws: MerkleProofError.tooShort(hashes: count - 1)) { try short.root(ofLeaf: leaf) }
            }
        }
    }

    @Test(arguments: [
        (0, 0), (-1, 1), (1, 1), (5, 4), (Int.min, Int.max), (Int.max, Int.max), (0, Int.max), (0, -1), (0, Int.min),
        (0, 1 << 62 + 1), (1 << 62, 1 << 62),
    ])
    func `fails if there is no such leaf`(index: Int, size: Int) {
        let leaf = MerkleFrontier.leaf([])
        let made = InclusionProof(index: index, size: size) { _ in leaf }
        #expect(made.hashes.isEmpty)
        #expect(throws: MerkleProofError.noLeaf(index: index, size: size)) { try made.root(ofLeaf: leaf) }
    }

    @Test func `can be made in the largest tree`() throws {
        let leaf = MerkleFrontier.leaf([])
        for (index, size) in [(0, 1 << 62), (1 << 62 - 1, 1 << 62), (1 << 62 - 2, 1 << 62 - 1), (1, 1 << 61 + 1)] {
            _ = try InclusionProof(index: index, size: size) { _ in leaf }.root(ofLeaf: leaf)
        }
    }

    @Test func `rethrows errors of the reader`() {
        #expect(throws: EventLogError.damaged("x")) {
            _ = try InclusionProof(index: 1, size: 3) { (_) throws(EventLogError) in throw .damaged("x") }
        }
    }
}
