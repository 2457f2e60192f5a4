import LedgerDomain
import LedgerTesting
import LedgerValues
import LedgerViews

/// A row of `rollback_targets`, to be compared with what the specification says of the same stage.
struct JudgedTarget {
    let version: Int
    let reasons: String
    let verdict: String
    let isDefault: Bool
    private let record: [String: Cell]

    init(_ record: [String: Cell]) {
        self.record = record
        version = Int(record["version"]?.integer ?? 0)
        reasons = record["reasons"]?.text ?? ""
        verdict = record["verdict"]?.text ?? ""
        isDefault = record["is_default"] == .integer(1)
    }

    /// The targets that the view judges otherwise than the specification.
    static func mistakes(
        in targets: [JudgedTarget],
        _ session: ViewSession,
        _ stage: [Cell],
        isRunning: Bool
    ) -> [String] {
        let marks = (try? session.rows(of: marks, ["stack": stage[0], "stage": stage[1]]).rows) ?? []
        let entries = targets.compactMap { target in
            let row = marks.first { $0[0] == .integer(Int64(target.version)) } ?? []
            return target.entry(mark: row[1].text, at: row[2].text, outcome: row[3].text, isNamed: !row[4].isNull)
        }
        let running =
            isRunning
            ? entries.filter { $0.outcome == .succeeded }
                .max { ($0.endedAt, $0.version) < ($1.endedAt, $1.version) }?.content : nil
        let candidates = RollbackHistory(entries: entries, running: running).candidates
        return targets.compactMap { target in
            let found = candidates.first { $0.version == target.version }
            guard let expected = found else { return "\(target.version)?" }
            let names = "[" + expected.reasons.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
            guard names == target.reasons, expected.verdict.rawValue == target.verdict,
                expected.isDefault == target.isDefault
            else { return "v\(target.version): \(target.reasons) \(target.verdict), not \(names) \(expected.verdict)" }
            return nil
        }
    }

    private static let marks = Statement(
        "SELECT version, mark, marked_at, outcome, target FROM deployments WHERE stack = :stack AND stage = :stage"
    )

    /// Reasons that do not follow from the history are taken from the view.
    private func entry(
        mark: String?,
        at markedAt: String?,
        outcome: String?,
        isNamed: Bool
    ) -> RollbackHistory.Entry? {
        guard let kind = record["kind"]?.text.flatMap(DeploymentKind.init),
            let outcome = outcome.flatMap(Outcome.init),
            let ended = record["ended_at"]?.text.flatMap({ Timestamp(rfc3339: $0) })
        else { return nil }
        let found = RollbackReason.allCases.filter { reasons.contains("\"\($0.rawValue)\"") && $0.isNotFromHistory }
        return RollbackHistory.Entry(
            version: version,
            kind: kind,
            isNamed: isNamed,
            outcome: outcome,
            endedAt: ended,
            content: RollbackHistory.Content(definition: record["content"]?.text ?? "", digest: ""),
            mark: mark.flatMap(Mark.init),
            markedAt: markedAt.flatMap { Timestamp(rfc3339: $0) },
            findings: Set(found)
        )
    }
}

extension RollbackReason {
    fileprivate var isNotFromHistory: Bool {
        switch self {
        case .alreadyRunning, .neverSucceeded, .markedBad, .rolledAwayFrom: false
        case .revisionInactive, .revisionDeleted, .revisionUnknown, .contentUnknown, .contentLost, .imageMissing,
            .imageArchived, .tagMoved, .stageLocked, .deploymentOpen, .controllerNotEcs, .serviceMissing,
            .functionMissing, .containerMissing, .portMissing, .networkDiffers, .roleMissing, .secretMissing,
            .logGroupMissing, .drifted, .cloudFormationOwned, .definitionUnchecked, .serviceUnchecked,
            .revisionUnchecked, .imageUnchecked, .roleUnchecked, .secretUnchecked, .logGroupUnchecked:
            true
        }
    }
}
