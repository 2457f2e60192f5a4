package import LedgerDomain

/// What every act on a stage can be told.
package struct ActSettings: Sendable {
    package var reason: String?
    /// The version that must be the stage's newest.
    package var expected: Int?
    package var idempotencyKey: String?
    /// Whether the outcome is waited for.
    package var follows: Bool
    /// Whether the act is only rehearsed: nothing is appended, and AWS is only read.
    package var isRehearsal: Bool
    /// Asks a person; throws ``Refusal/notConfirmed`` where the answer is no.
    package var confirm: @Sendable (ActQuestion) throws(OperationError) -> Void

    package init(
        reason: String? = nil,
        expected: Int? = nil,
        idempotencyKey: String? = nil,
        follows: Bool = true,
        isRehearsal: Bool = false,
        confirm: @escaping @Sendable (ActQuestion) throws(OperationError) -> Void = { _ in }
    ) {
        (self.reason, self.expected, self.idempotencyKey) = (reason, expected, idempotencyKey)
        (self.follows, self.isRehearsal, self.confirm) = (follows, isRehearsal, confirm)
    }
}

/// What a person is asked before an act.
package enum ActQuestion: Equatable, Sendable {
    case deployment(StageID, DeploymentRequest)
    case cancellation(StageID, version: Int)
    case approval(StageID)
    case adoption(StageID, version: Int)
}

/// What an act came to.
package enum ActOutcome: Sendable {
    case rehearsed(DryRun)
    case done(DeploymentResults)
}
