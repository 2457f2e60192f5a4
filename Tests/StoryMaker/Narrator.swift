import Glibc
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerValues

/// Records a story in a ledger of its own, by the same way that every command takes.
///
/// Each event is decided, sealed and appended as it would have been on that day; only clock, ids and key are the story's.
final class Narrator {
    static let account = "123456789012"

    let random: StoryRandom
    let clock: StoryClock
    let log: SQLiteEventLog
    let gate: SealingGate
    private let recorder: Recorder
    /// What each stage runs, as far as the next release needs it.
    var services: [StageID: Service] = [:]
    var releases: [StageID: [Release]] = [:]
    /// The version that each stage runs.
    var running: [StageID: Int] = [:]
    /// What EventBridge delivered, line by line.
    var arrived: [[UInt8]] = []
    /// How many revisions each family has.
    var revisions: [String: Int] = [:]

    init(of story: String) throws {
        let random = StoryRandom(story)
        let clock = StoryClock(Timestamp(microseconds: 0))
        // AWS's clock and ours, the way to the disk: a record is a little later than what it tells.
        log = try SQLiteEventLog.create(at: try Self.temporaryDirectory(), id: random.id(at: clock.time)) {
            clock.advance(milliseconds: random.number(3...40))
            return clock.time
        }
        guard let key = SealingKey(bytes: SealingKey.generate()) else { preconditionFailure("a key has 32 bytes") }
        gate = SealingGate(SealingKeyRing(key))
        recorder = Recorder(log: log, gate: gate, clock: { clock.time }, makeID: { random.id(at: clock.time) })
        (self.random, self.clock) = (random, clock)
    }

    private static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/story-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoryError.notWritable("/tmp") }
        return template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    /// The log as it is exported.
    func lines() throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try log.forEachRecord(orLogFailure: { $0 as any Error }) { lines.append($0.bytes) }
        return lines
    }
}

// MARK: - Telling

extension Narrator {
    /// Goes on at this time of the story: `2026-10-05T09:02`, with some seconds, for nobody is on the minute.
    func at(_ time: String) throws {
        guard let minute = Timestamp(rfc3339: "\(time):00Z") else { throw StoryError.clockRunsBackwards(time) }
        try clock.set(to: Timestamp(microseconds: minute.microseconds + random.number(1_000_000...40_000_000)))
    }

    /// Lets some time go by, give or take a fifth.
    func wait(seconds: Int64) {
        clock.advance(milliseconds: random.number(seconds * 800...seconds * 1_200))
    }

    /// Records what somebody decided or did.
    func record(
        _ type: EventType,
        in subject: String? = nil,
        by actor: String,
        at time: Timestamp? = nil,
        _ data: JSONObject
    ) throws {
        clock.advance(milliseconds: random.number(80...900))
        let proposal = Proposal(type: type.rawValue, subject: subject, time: time, data: data)
        try recorder.record([proposal], by: actor)
    }

    /// Records what somebody else observed: `aws.ecs`.
    func observe(
        _ type: EventType,
        in subject: String,
        from service: String,
        region: String,
        by actor: String? = nil,
        at time: Timestamp? = nil,
        _ data: JSONObject
    ) throws {
        // EventBridge takes a second or two.
        let happened = time ?? clock.time
        clock.advance(milliseconds: random.number(700...2_400))
        let proposal = Proposal(type: type.rawValue, subject: subject, time: happened, data: data)
        let actor = actor ?? "\(service.dropFirst("aws.".count)).amazonaws.com"
        var drafts = try recorder.preview([proposal], by: actor)
        let (source, event) = ("\(service)/\(Self.account)/\(region)", random.requestID())
        for index in drafts.indices {
            drafts[index].take(source: source, id: UniqueID(source: source, id: event, ordinal: index))
        }
        _ = try log.append(drafts.map { StreamWrite(subject: $0.subject, expected: .any, events: [$0]) })
    }

    /// An id for something that the story begins.
    func newID() -> UniqueID { random.id(at: clock.time) }
}

extension EventDraft {
    /// A fact from outside has an id that its source's own id gives.
    fileprivate mutating func take(source: String, id: UniqueID) {
        if correlationID == self.id { correlationID = id }
        if causationID == self.id { causationID = id }
        (self.source, self.id) = (source, id)
    }
}

extension String {
    /// A CI role's session.
    static func ci(_ role: String, _ session: String) -> String {
        "arn:aws:sts::\(Narrator.account):assumed-role/\(role)/\(session)"
    }
}
