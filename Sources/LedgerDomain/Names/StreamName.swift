package import LedgerValues

/// The streams of a ledger; an event's `subject` is one of them.
package enum StreamName: Hashable, Sendable {
    case stack(StackName)
    case stage(StageID)
    case revision(Registry, family: String)
    case repository(Registry, name: String)
    case pipeline(Registry, name: String)
    case observation(Registry)
    /// The ledger itself, by its id.
    case ledger(UniqueID)

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
        case .observation(let registry): "observation/\(registry.account)/\(registry.region)"
        case .ledger(let id): "ledger/\(id)"
        }
    }

    /// Reads a subject; nil for one of no stream that this program knows.
    ///
    /// A repository's name may have slashes of its own.
    package init?(_ subject: String) {
        var segments = Segments(rest: subject[...])
        switch segments.next() {
        case "stack":
            guard let stack = segments.last() else { return nil }
            self = .stack(StackName(rawValue: stack))
        case "stage":
            guard let stack = segments.next(), let stage = segments.last() else { return nil }
            self = .stage(StageID(StackName(rawValue: stack), StageName(rawValue: stage)))
        case "revision":
            guard let registry = segments.registry(), let family = segments.last() else { return nil }
            self = .revision(registry, family: family)
        case "repository":
            guard let registry = segments.registry(), let name = segments.remainder() else { return nil }
            self = .repository(registry, name: name)
        case "pipeline":
            guard let registry = segments.registry(), let name = segments.last() else { return nil }
            self = .pipeline(registry, name: name)
        case "observation":
            guard let account = segments.next(), let region = segments.last() else { return nil }
            self = .observation(Registry(account: account, region: region))
        case "ledger":
            guard let id = segments.last().flatMap({ UniqueID($0) }) else { return nil }
            self = .ledger(id)
        default: return nil
        }
    }
}

/// The parts of a subject between slashes; none is empty.
///
/// Slashes are looked for as bytes: as characters they join with a combining mark that follows them.
private struct Segments {
    var rest: Substring

    mutating func next() -> String? {
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")), slash > rest.startIndex else { return nil }
        defer { rest = rest[rest.utf8.index(after: slash)...] }
        return String(rest[..<slash])
    }

    mutating func registry() -> StreamName.Registry? {
        guard let account = next(), let region = next() else { return nil }
        return StreamName.Registry(account: account, region: region)
    }

    /// What is left, if no slash is in it.
    func last() -> String? {
        rest.utf8.contains(UInt8(ascii: "/")) ? nil : remainder()
    }

    func remainder() -> String? {
        rest.isEmpty ? nil : String(rest)
    }
}
