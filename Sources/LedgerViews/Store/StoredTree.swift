package import LedgerLog

/// What the views in a directory hold of the log's Merkle tree, as it stands.
///
/// Opening takes nothing in and rebuilds nothing, so that what is stored can be held against what is true.
package struct StoredTree: NodeStore {
    private let reader: ViewReader
    private let nodes: TreeNodes

    /// Nil where there are no views that this program can read.
    package init?(directory: String) throws(ViewError) {
        guard case .usable(let reader) = try ViewReader.open(ViewFiles(directory: directory)) else { return nil }
        self.reader = reader
        nodes = TreeNodes(in: reader.connection, size: reader.stamp.position)
    }

    package var size: Int { nodes.size }
    package var step: Int { nodes.step }

    package func hash(of node: MerkleNode) -> SHA256Hash? {
        nodes.hash(of: node)
    }
}
