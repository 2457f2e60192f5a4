package import LedgerValues

/// The streams of a ledger; an event's `subject` is one of them.
package enum StreamName: Hashable, Sendable {
    case stack(StackName)
    case stage(StageID)
    case revision(Registry, family: String)
    case repository(Registry, name: String)
    case pipeline(Registry, name: String)
    case observation(Registry)
    /// The calls to one service, named as CloudTrail names it: `ecs.amazonaws.com`.
    case call(Registry, service: String)
    /// The ledger itself, by its id.
    case ledger(UniqueID)

    /// The first segment of a subject.
    package enum Noun: String, CaseIterable, Sendable {
        case stack, stage, revision, repository, pipeline, observation, call, ledger
    }
}

extension StreamName {
    package var noun: Noun {
        switch self {
        case .stack: .stack
        case .stage: .stage
        case .revision: .revision
        case .repository: .repository
        case .pipeline: .pipeline
        case .observation: .observation
        case .call: .call
        case .ledger: .ledger
        }
    }

    /// The beginning of the subjects of all streams with this noun.
    package static func prefix(_ noun: Noun) -> String { "\(noun.rawValue)/" }

    /// The beginning of the subjects of all stages of a stack.
    package static func prefix(ofStagesOf stack: StackName) -> String { "\(prefix(.stage))\(stack.rawValue)/" }
}

extension StreamName: CustomStringConvertible {
    /// The subject.
    package var description: String { Self.prefix(noun) + rest }

    private var rest: String {
        switch self {
        case .stack(let stack): stack.rawValue
        case .stage(let id): id.description
        case .revision(let registry, let family): "\(registry.account)/\(registry.region)/\(family)"
        case .repository(let registry, let name): "\(registry.account)/\(registry.region)/\(name)"
        case .pipeline(let registry, let name): "\(registry.account)/\(registry.region)/\(name)"
        case .observation(let registry): "\(registry.account)/\(registry.region)"
        case .call(let registry, let service): "\(registry.account)/\(registry.region)/\(service)"
        case .ledger(let id): id.description
        }
    }

    /// Reads a subject; nil if it is not one of a stream that this program knows.
    ///
    /// The name of a repository may contain slashes.
    package init?(_ subject: String) {
        var segments = Segments(rest: subject[...])
        guard let noun = segments.next().flatMap(Noun.init) else { return nil }
        switch noun {
        case .stack:
            guard let stack = segments.last() else { return nil }
            self = .stack(StackName(rawValue: stack))
        case .stage:
            guard let stack = segments.next(), let stage = segments.last() else { return nil }
            self = .stage(StageID(StackName(rawValue: stack), StageName(rawValue: stage)))
        case .revision:
            guard let registry = segments.registry(), let family = segments.last() else { return nil }
            self = .revision(registry, family: family)
        case .repository:
            guard let registry = segments.registry(), let name = segments.remainder() else { return nil }
            self = .repository(registry, name: name)
        case .pipeline:
            guard let registry = segments.registry(), let name = segments.last() else { return nil }
            self = .pipeline(registry, name: name)
        case .observation:
            guard let account = segments.next(), let region = segments.last() else { return nil }
            self = .observation(Registry(account: account, region: region))
        case .call:
            guard let registry = segments.registry(), let service = segments.last() else { return nil }
            self = .call(registry, service: service)
        case .ledger:
            guard let id = segments.last().flatMap({ UniqueID($0) }) else { return nil }
            self = .ledger(id)
        }
    }
}

/// The parts of a subject between slashes; none is empty.
///
/// It looks for slashes as bytes: as a `Character`, a slash joins with a combining mark that follows it.
private struct Segments {
    var rest: Substring

    mutating func next() -> String? {
        guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")), slash > rest.startIndex else { return nil }
        defer { rest = rest[rest.utf8.index(after: slash)...] }
        return String(rest[..<slash])
    }

    mutating func registry() -> Registry? {
        guard let account = next(), let region = next() else { return nil }
        return Registry(account: account, region: region)
    }

    /// What is left, if it contains no slash.
    func last() -> String? {
        rest.utf8.contains(UInt8(ascii: "/")) ? nil : remainder()
    }

    func remainder() -> String? {
        rest.isEmpty ? nil : String(rest)
    }
}
