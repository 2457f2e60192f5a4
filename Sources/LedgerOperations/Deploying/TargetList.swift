package import LedgerDomain
package import LedgerValues
import LedgerProcessor
import LedgerViews

/// The rollback targets of a stage, with what AWS says of them now.
package struct TargetList {
    package let id: StageID
    /// As the log has them, with the reasons and the verdicts that AWS's answers make.
    package private(set) var rows: Rows
    /// What was looked at for each row, and what was found.
    package let checked: [JSONValue]
    private let examinations: [TargetExamination]

    /// Asks AWS with credentials of the stage's account: answers from another would be about other things.
    package static func checked(
        _ id: StageID,
        _ ledger: Ledger,
        _ caller: Caller
    ) async throws(OperationError) -> TargetList {
        let stage = try ledger.definition(of: id)
        let cloud = try caller.cloud(of: stage)
        do { _ = try await cloud.caller() } catch { throw .cloud(error) }
        var targets = try CheckedTargets(of: stage, cloud, try ledger.views())
        let list = TargetList(targets.rows, of: id, try await targets.examinations())
        list.noteMissingAnswers(to: caller)
        return list
    }

    private init(_ recorded: Rows, of id: StageID, _ examinations: [TargetExamination]) {
        var rows = recorded
        for (index, examination) in examinations.enumerated() { rows.rows[index].take(examination) }
        (self.id, self.rows, self.examinations) = (id, rows, examinations)
        checked = examinations.map(\.json)
    }

    /// Each once.
    private func noteMissingAnswers(to caller: Caller) {
        var told: [OperationNote] = []
        for note in examinations.flatMap({ $0.missingAnswers(of: id) }) where !told.contains(note) {
            told.append(note)
            caller.note(note)
        }
    }

    /// Who deploys the service, and of which revision, where ECS does not do it itself.
    package var otherController: (controller: String, revision: String?)? {
        let chosen = rows.rows.firstIndex { $0.isTrue("is_default") } ?? rows.rows.startIndex
        guard rows.rows.indices.contains(chosen), let controller = examinations[chosen].otherController else {
            return nil
        }
        return (controller, rows.rows[chosen].text("revision"))
    }
}

extension Row {
    fileprivate mutating func take(_ examination: TargetExamination) {
        let reasons = examination.reasons(with: rollbackReasons)
        self["reasons"] = .text(CanonicalJSON.text(.array(reasons.map { .string($0.rawValue) })))
        self["verdict"] = .text(RollbackVerdict(reasons).rawValue)
    }
}
