package import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import LedgerViews

/// `resolve`: settles a call whose outcome is unknown, by a person's word.
package struct Resolution: Sendable {
    package let stage: StageID
    /// The name of the call.
    package let operation: String
    private let data: JSONObject

    /// - Throws: ``Refusal/resultUnknown(_:)`` for a call whose result must be known to go on.
    package init(
        of action: ActionID,
        _ verdict: ResolutionVerdict,
        reason: String,
        in views: OpenViews
    ) throws(OperationError) {
        let filter: [String: Cell] = [
            "stack": .null, "stage": .null, "version": .null, "status": .null, "doubt": .null,
            "id": .text(action.description),
        ]
        guard let stored = try views.rows(.actions, filter.limited(to: 1)).rows.first else {
            throw .rejected(.actionUnknown(action))
        }
        let proven = try views.ledger.views(provenFor: stored.stageID.stack)
        let found = try proven.rows(.actions, filter.limited(to: 1)).rows.first
        guard let row = found, row.cells == stored.cells else { throw .views(.differs("actions: \(action)")) }
        operation = row.text("operation") ?? "the call"
        stage = row.stageID
        guard verdict == .absent || operation != DeploymentOperation.registerTaskDefinition.operation else {
            throw .refused(.resultUnknown(stage))
        }
        data = [
            "action": .string(action.description), "deployment": .string(row.text("deployment") ?? ""),
            "verdict": .string(verdict.rawValue), "reason": .string(reason),
        ]
    }

    package var batch: EventBatch { EventBatch(act: .action(.resolved), of: stage, data) }
}
