import LedgerDomain
import LedgerProcessor

/// `recover --adopt`: takes over an open deployment that this ledger's processor has not written.
package struct Adoption: Sendable {
    private let reason: String
    /// Asks a person; throws ``Refusal/notConfirmed`` where the answer is no.
    private let confirm: @Sendable (ActQuestion) throws(OperationError) -> Void

    package init(
        reason: String,
        confirm: @escaping @Sendable (ActQuestion) throws(OperationError) -> Void = { _ in }
    ) {
        (self.reason, self.confirm) = (reason, confirm)
    }

    /// Shows the whole calls before anything is written down.
    func run(on open: DeploymentID?, _ stage: OpenStage) async throws(OperationError) {
        guard let open, try stage.isForeign(open) else { throw .refused(.nothingToAdopt(stage.id)) }
        let version = try stage.version(of: open)
        stage.caller.note(.adopting(stage.id, version: version, calls: try await stage.remainingCalls(of: open)))
        try confirm(.adoption(stage.id, version: version))
        try stage.append(stage.proposal(.deployment(.adopted), of: open, reason: reason))
    }
}
