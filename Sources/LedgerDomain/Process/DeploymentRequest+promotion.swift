import LedgerValues

extension DeploymentRequest {
    /// The image that a promotion copies; ``image`` is its name in the stage's own registry.
    package var imageSource: String? {
        get { changes["source"]?.string }
        set { changes["source"] = newValue.map { .string($0) } }
    }

    /// Whether the next stages are promoted to as well, after this has succeeded.
    ///
    /// It is recorded, so that any process can continue a broken chain.
    package var goesOnward: Bool {
        get { changes["onward"] == .bool(true) }
        set { changes["onward"] = newValue ? .bool(true) : nil }
    }
}
