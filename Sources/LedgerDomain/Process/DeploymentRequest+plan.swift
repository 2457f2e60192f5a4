import LedgerValues

extension DeploymentRequest {
    /// The calls that it consists of, in order; none for a deployment that another tool runs.
    package var plan: [DeploymentOperation] {
        get {
            (changes["plan"]?.array ?? []).compactMap { $0.string.flatMap(DeploymentOperation.init(rawValue:)) }
        }
        set { changes["plan"] = .array(newValue.map { .string($0.rawValue) }) }
    }
}
