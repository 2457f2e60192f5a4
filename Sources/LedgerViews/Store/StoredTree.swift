package import LedgerLog

/// The nodes of the log's Merkle tree that the views in a directory store.
///
/// Opening neither updates nor rebuilds the views, so that an audit checks what is stored.
package struct StoredTree: NodeStore {
    private let reader: ViewReader
    private let nodes: TreeNodes

    /// Nil if there are no views that this program can read.
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
