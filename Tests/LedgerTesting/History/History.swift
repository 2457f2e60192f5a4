import LedgerDomain
package import LedgerLog
package import LedgerValues

/// A random history of stacks and their deployments, reproducible by seed and endless.
///
/// With ``Flavour/troubled``, facts come late and out of order, some types are unknown and some events are
/// contradictory.
package struct History: Sendable {
    package enum Flavour: Sendable {
        case regular, troubled
    }

    package let flavour: Flavour
    package var random: SeededRandom
    /// The time of the last event; advances with every event.
    package internal(set) var clock: Timestamp
    var stacks: [MadeStack] = []
    private var waiting: [EventDraft] = []
    private var streamVersions: [String: Int] = [:]
    private var recorded: Timestamp
    private var position = 0

    package init(seed: UInt64, _ flavour: Flavour = .regular) {
        self.flavour = flavour
        random = SeededRandom(seed: seed)
        clock = Timestamp(microseconds: 1_767_225_600_000_000)
        recorded = clock
    }

    /// The next event, not yet in a log.
    package mutating func nextDraft() -> EventDraft {
        while waiting.isEmpty { waiting = makeActivity() }
        return waiting.removeFirst()
    }

    /// The next records, continuing the log so far.
    package mutating func records(_ count: Int) -> [StoredRecord] {
        (0..<count).map { _ in
            let draft = nextDraft()
            let version = streamVersions[draft.subject, default: 0] + 1
            streamVersions[draft.subject] = version
            recorded = max(recorded, draft.time).advanced(bySeconds: 1)
            position += 1
            let bytes = draft.encoded(streamVersion: version, recordedTime: recorded)
            return StoredRecord(position: position, bytes: bytes, leaf: MerkleFrontier.leaf(bytes))
        }
    }

    mutating func tick(_ seconds: ClosedRange<Int64> = 1...90) -> Timestamp {
        let micros = Int64.random(in: 0..<1_000_000, using: &random)
        clock = clock.advanced(bySeconds: Int64.random(in: seconds, using: &random))
        clock = Timestamp(microseconds: clock.microseconds / 1_000_000 * 1_000_000 + micros)
        return clock
    }
}

/// The state of a stack in the history.
struct MadeStack: Sendable {
    let name: String
    var stages: [MadeStage] = []
    var images: [MadeImage] = []
    var revision = 0
    var home: (account: String, region: String) { ("123456789012", "us-east-1") }
    var repository: String { "repository/\(home.account)/\(home.region)/\(name)/api" }
    var registry: String { "\(home.account).dkr.ecr.\(home.region).amazonaws.com/\(name)/api" }
}

struct MadeStage: Sendable {
    let name: String
    var version = 0
    var open: (id: UniqueID, version: Int, correlation: UniqueID)?
    var ended: [(id: UniqueID, version: Int)] = []
}

struct MadeImage: Sendable {
    let digest, commit: String
    var revisions: [String] = []
}
