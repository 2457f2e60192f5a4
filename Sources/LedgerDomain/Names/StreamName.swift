/// The streams of a ledger; an event's `subject` is one of them.
package enum StreamName: Hashable, Sendable {
    case stack(StackName)
    case stage(StageID)
    case revision(Registry, family: String)
    case repository(Registry, name: String)
    case pipeline(Registry, name: String)

    /// An account and a region, in which AWS keeps what it registers.
    package struct Registry: Hashable, Sendable {
        package let account, region: String

        package init(account: String, region: String) {
            (self.account, self.region) = (account, region)
        }
    }
}

extension StreamName: CustomStringConvertible {
    /// The subject.
    package var description: String {
        switch self {
        case .stack(let stack): "stack/\(stack.rawValue)"
        case .stage(let id): "stage/\(id)"
        case .revision(let registry, let family): "revision/\(registry.account)/\(registry.region)/\(family)"
        case .repository(let registry, let name): "repository/\(registry.account)/\(registry.region)/\(name)"
        case .pipeline(let registry, let name): "pipeline/\(registry.account)/\(registry.region)/\(name)"
        }
    }

    /// Reads a subject; nil for one of no stream that this program knows.
    ///
    /// A repository's name may have slashes of its own.
    package init?(_ subject: String) {
        let parts = subject.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        switch (parts.first, parts.count) {
        case ("stack", 2): self = .stack(StackName(rawValue: parts[1]))
        case ("stage", 3): self = .stage(StageID(StackName(rawValue: parts[1]), StageName(rawValue: parts[2])))
        case ("revision", 4) where !parts[3].contains("/"):
            self = .revision(Registry(account: parts[1], region: parts[2]), family: parts[3])
        case ("repository", 4): self = .repository(Registry(account: parts[1], region: parts[2]), name: parts[3])
        case ("pipeline", 4) where !parts[3].contains("/"):
            self = .pipeline(Registry(account: parts[1], region: parts[2]), name: parts[3])
        default: return nil
        }
    }
}
