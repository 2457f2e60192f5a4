import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing

/// Examples and properties of the specification itself; `ReplayTests` compares the view with it.
struct `A rollback` {
    private typealias Entry = RollbackHistory.Entry

    private func entry(
        _ version: Int,
        _ content: String,
        _ kind: DeploymentKind = .deploy,
        _ outcome: Outcome = .succeeded,
        isNamed: Bool = false,
        mark: Mark? = nil,
        markedAt: Int64? = nil,
        findings: Set<RollbackReason> = []
    ) -> RollbackHistory.Entry {
        Entry(
            version: version,
            kind: kind,
            isNamed: isNamed,
            outcome: outcome,
            endedAt: Timestamp(microseconds: Int64(version) * 10),
            content: .init(definition: content, digest: content),
            mark: mark,
            markedAt: markedAt.map { Timestamp(microseconds: $0) },
            findings: findings
        )
    }

    private func history(_ entries: [Entry], _ findings: Set<RollbackReason> = []) -> RollbackHistory {
        let running = entries.last { $0.outcome == .succeeded }?.content
        return RollbackHistory(entries: entries, running: running, findings: findings)
    }

    private func target(_ entries: [Entry]) -> Int? { history(entries).candidates.first(where: \.isDefault)?.version }

    private func reasons(_ version: Int, _ entries: [Entry]) -> [RollbackReason] {
        history(entries).candidates.first { $0.version == version }?.reasons ?? []
    }

    @Test func `goes to the newest that succeeded, then before it, then nowhere`() {
        var entries = [entry(1, "Z"), entry(2, "A"), entry(3, "B")]
        #expect(target(entries) == 2)
        entries.append(entry(4, "A", .rollback))
        #expect(target(entries) == 1)
        #expect(reasons(3, entries) == [.rolledAwayFrom])
        entries.append(entry(5, "Z", .rollback))
        #expect(target(entries) == nil)
    }

    @Test func `takes the same content deployed again for a new start`() {
        let entries = [entry(1, "A"), entry(2, "B"), entry(3, "A", .rollback), entry(4, "B"), entry(5, "C")]
        #expect(target(entries) == 4)
        #expect(target(Array(entries.dropLast())) == 3)
    }

    @Test func `takes what a person went back to by name for no longer left`() {
        let away = [entry(1, "A"), entry(2, "B"), entry(3, "A", .rollback)]
        let back = away + [entry(4, "B", .rollback, isNamed: true), entry(5, "C")]
        #expect(target(back) == 4)
        #expect(target(away + [entry(4, "B", .rollback), entry(5, "C")]) == nil)
    }

    @Test func `passes over what differs in number alone`() {
        #expect(target([entry(1, "A"), entry(2, "B"), entry(3, "B", .scale), entry(4, "B", .restart)]) == 1)
    }

    @Test func `passes over what never succeeded or AWS rolled back`() {
        let entries = [
            entry(1, "A"), entry(2, "B", .deploy, .failed), entry(3, "C", .deploy, .rolledBack), entry(4, "D"),
        ]
        #expect(target(entries) == 1)
        #expect(reasons(2, entries) == [.neverSucceeded])
        #expect(reasons(3, entries) == [.neverSucceeded, .rolledAwayFrom])
    }

    @Test func `passes over what is marked bad until it is marked good`() {
        let bad = entry(2, "B", mark: .bad, markedAt: 35)
        #expect(target([entry(1, "A"), bad, entry(3, "C")]) == 1)
        #expect(target([entry(1, "A"), entry(2, "B", mark: .good, markedAt: 35), entry(3, "C")]) == 2)
        let lifted = [entry(1, "A"), entry(2, "B", mark: .good, markedAt: 45), entry(3, "C"), entry(4, "A", .rollback)]
        #expect(target(lifted) == 2)
        #expect(target([entry(1, "A"), bad, entry(3, "C"), entry(4, "B"), entry(5, "D")]) == 4)
    }

    @Test func `is stopped by an image that is gone, not by a revision`() {
        let entries = [
            entry(1, "A", findings: [.revisionInactive]), entry(2, "B", findings: [.imageMissing]), entry(3, "C"),
        ]
        let candidates = history(entries, [.deploymentOpen]).candidates
        #expect(candidates.map(\.version) == [3, 2, 1])
        #expect(candidates.map(\.verdict) == [.skipped, .blocked, .eligible])
        #expect(candidates.map(\.isDefault) == [false, true, false])
        #expect(candidates[2].reasons == [.revisionInactive, .deploymentOpen])
        #expect(history(entries, [.stageLocked]).candidates.allSatisfy { $0.verdict == .blocked })
    }

    @Test func `does not go by itself to what nobody knows`() {
        let entries = [entry(1, "A"), entry(2, "?", .observed, findings: [.contentUnknown]), entry(3, "C")]
        #expect(target(entries) == 1)
        #expect(reasons(2, entries) == [.contentUnknown])
    }

    // MARK: Properties

    /// A past in which rollbacks go where the rules say, or now and then where somebody wants.
    private func past(_ dice: inout SeededRandom) -> [Entry] {
        var entries: [Entry] = []
        for version in 1...Int.random(in: 1...25, using: &dice) {
            let kind = DeploymentKind.allCases.randomElement(using: &dice) ?? .deploy
            let outcome =
                Bool.random(using: &dice) ? .succeeded : Outcome.allCases.randomElement(using: &dice) ?? .failed
            var content = ["A", "B", "C", "D"].randomElement(using: &dice) ?? "A"
            let running = entries.last { $0.outcome == .succeeded }?.content
            if !kind.changesContent, let running { content = running.digest }
            if kind == .rollback {
                let chosen = target(entries) ?? entries.randomElement(using: &dice)?.version
                if let version = chosen { content = entries[version - 1].content.digest }
            }
            let mark = Int.random(in: 0..<4, using: &dice) == 0 ? Mark.allCases.randomElement(using: &dice) : nil
            let marked = Int64(version * 10 + Int.random(in: 1...60, using: &dice))
            let isNamed = kind == .rollback && Bool.random(using: &dice)
            let markedAt = mark.map { _ in marked }
            entries.append(entry(version, content, kind, outcome, isNamed: isNamed, mark: mark, markedAt: markedAt))
        }
        return entries
    }

    @Test(arguments: 0..<300)
    func `never goes back onto what it should not`(round: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let entries = past(&dice)
        let history = history(entries)
        let candidates = history.candidates
        #expect(candidates.map(\.version) == entries.map(\.version).reversed(), "seed \(seed)")
        #expect(candidates.count(where: \.isDefault) <= 1, "seed \(seed)")
        for candidate in candidates {
            let entry = entries[candidate.version - 1]
            let expected = expectedReasons(of: entry, in: entries, running: history.running)
            #expect(candidate.reasons == expected, "seed \(seed), v\(entry.version)")
        }
        let eligible = candidates.filter { candidate in !candidate.reasons.contains { $0.weight == .skip } }
        #expect(candidates.first(where: \.isDefault) == eligible.first, "seed \(seed)")
    }

    /// The rules of a rollback said once more, for one content at a time and from its end backwards.
    private func expectedReasons(of entry: Entry, in entries: [Entry], running: RollbackHistory.Content?)
        -> [RollbackReason]
    {
        var reasons: [RollbackReason] = []
        if entry.content == running { reasons.append(.alreadyRunning) }
        if entry.outcome != .succeeded { reasons.append(.neverSucceeded) }
        if isStill(bad(entry.content, entries), in: entries, of: entry.content) { reasons.append(.markedBad) }
        if isStill(left(entry.content, entries), in: entries, of: entry.content, orNamed: true) {
            reasons.append(.rolledAwayFrom)
        }
        return reasons
    }

    /// A moment: when, of which version, and marks after ends.
    private typealias Moment = (Int64, Int, Int)

    private func bad(_ content: RollbackHistory.Content, _ entries: [Entry]) -> Moment? {
        entries.filter { $0.content == content && $0.mark == .bad }
            .map { ($0.markedAt?.microseconds ?? 0, $0.version, 1) }.max(by: <)
    }

    private func left(_ content: RollbackHistory.Content, _ entries: [Entry]) -> Moment? {
        let succeeded = entries.filter { $0.outcome == .succeeded }
        let away = zip(succeeded, succeeded.dropFirst())
            .filter { $1.kind == .rollback && $0.content == content && $1.content != content }.map { $1 }
        let byAWS = entries.filter { $0.outcome == .rolledBack && $0.content == content }
        return (away + byAWS).map { ($0.endedAt.microseconds, $0.version, 0) }.max(by: <)
    }

    private func isStill(
        _ moment: Moment?,
        in entries: [Entry],
        of content: RollbackHistory.Content,
        orNamed: Bool = false
    ) -> Bool {
        guard let moment else { return false }
        let starts: [Moment] = entries.filter {
            $0.content == content && $0.outcome == .succeeded
                && ($0.kind.isNewStart || orNamed && $0.kind == .rollback && $0.isNamed)
        }
        .map { ($0.endedAt.microseconds, $0.version, 0) }
        let goodMarks: [Moment] = entries.filter { $0.content == content && $0.mark == .good }
            .map { ($0.markedAt?.microseconds ?? 0, $0.version, 1) }
        return !starts.contains { $0 > moment } && !goodMarks.contains { $0 > moment }
    }
}
