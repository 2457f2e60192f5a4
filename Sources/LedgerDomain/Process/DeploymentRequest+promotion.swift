import LedgerValues

extension DeploymentRequest {
    /// Where a promotion takes its image from; ``image`` is where the stage will have it.
    package var imageSource: String? {
        get { changes["source"]?.string }
        set { changes["source"] = newValue.map { .string($0) } }
    }

    /// Whether the stages that follow are to be promoted to as well, once this has succeeded.
    ///
    /// It stands in the log, so that whoever finds a chain broken off can go on with it.
    package var goesOnward: Bool {
        get { changes["onward"] == .bool(true) }
        set { changes["onward"] = newValue ? .bool(true) : nil }
    }
}
