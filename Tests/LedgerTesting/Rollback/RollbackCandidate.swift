// A specification that no program runs: tests compare Schema/views/rollback_targets.sql, which does run, with it.

package import LedgerDomain
import LedgerValues

/// A deployment that a stage could be rolled back to, with every reason against it.
package struct RollbackCandidate: Equatable, Sendable {
    package let version: Int
    /// In the order of ``RollbackReason``.
    package let reasons: [RollbackReason]
    /// Whether a rollback without a target picks it; it may still be blocked.
    package let isDefault: Bool

    package var verdict: RollbackVerdict { RollbackVerdict(reasons) }
}

extension RollbackHistory {
    /// Every ended deployment, the newest first.
    package var candidates: [RollbackCandidate] {
        let standings = ContentStandings(of: self)
        let newestFirst = entries.sorted { ($1.endedAt, $1.version) < ($0.endedAt, $0.version) }
        let reasons = newestFirst.map { self.reasons(of: $0, standings) }
        let chosen = reasons.firstIndex { !$0.contains { $0.weight == .skip } }
        return newestFirst.indices.map { index in
            RollbackCandidate(
                version: newestFirst[index].version,
                reasons: reasons[index],
                isDefault: index == chosen
            )
        }
    }

    private func reasons(of entry: Entry, _ standings: ContentStandings) -> [RollbackReason] {
        var found = entry.findings.union(findings)
        if entry.content == running { found.insert(.alreadyRunning) }
        if entry.outcome != .succeeded { found.insert(.neverSucceeded) }
        if standings.markedBad.contains(entry.content) { found.insert(.markedBad) }
        if standings.rolledAwayFrom.contains(entry.content) { found.insert(.rolledAwayFrom) }
        return RollbackReason.allCases.filter(found.contains)
    }
}

/// Which contents are marked bad or rolled away from, after a stage's whole past.
private struct ContentStandings {
    private(set) var markedBad: Set<RollbackHistory.Content> = []
    private(set) var rolledAwayFrom: Set<RollbackHistory.Content> = []
    private var running: RollbackHistory.Content?

    init(of history: RollbackHistory) {
        var moments: [Moment] = []
        for entry in history.entries {
            moments.append(Moment(time: entry.endedAt, version: entry.version, entry: entry, mark: nil))
            if let mark = entry.mark, let markedAt = entry.markedAt {
                moments.append(Moment(time: markedAt, version: entry.version, entry: entry, mark: mark))
            }
        }
        for moment in moments.sorted() { take(moment) }
    }

    private struct Moment: Comparable {
        let time: Timestamp
        let version: Int
        let entry: RollbackHistory.Entry
        let mark: Mark?

        static func < (left: Moment, right: Moment) -> Bool {
            (left.time, left.version, left.mark == nil ? 0 : 1) < (right.time, right.version, right.mark == nil ? 0 : 1)
        }
    }

    private mutating func take(_ moment: Moment) {
        switch moment.mark {
        case .bad?: markedBad.insert(moment.entry.content)
        case .good?: clear(moment.entry.content)
        case nil: end(moment.entry)
        }
    }

    private mutating func end(_ entry: RollbackHistory.Entry) {
        switch entry.outcome {
        case .succeeded:
            if entry.kind == .rollback, let left = running, left != entry.content { rolledAwayFrom.insert(left) }
            if entry.kind.isNewStart { clear(entry.content) }
            if entry.kind == .rollback, entry.isNamed { rolledAwayFrom.remove(entry.content) }
            running = entry.content
        case .rolledBack: rolledAwayFrom.insert(entry.content)
        case .failed, .cancelled, .rejected, .superseded: return
        }
    }

    private mutating func clear(_ content: RollbackHistory.Content) {
        markedBad.remove(content)
        rolledAwayFrom.remove(content)
    }
}
