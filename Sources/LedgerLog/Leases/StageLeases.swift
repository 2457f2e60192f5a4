package import LedgerDomain

/// Who may act on a stage: one at a time.
///
/// Kept beside the log, not in it. A lease ends with the process that has it, however that ends.
package protocol StageLeases: Sendable {
    /// Takes the stage's lease; waits for nobody.
    func acquire(_ stage: StageID, as worker: String) throws(LeaseError) -> any StageLease
}

/// The right to act on a stage, as long as it is kept.
package protocol StageLease: Sendable {
    /// Counts up with every lease of the stage: tells the attempts of this holder from those of others before.
    var epoch: Int { get }

    func release()
}

package enum LeaseError: Error, Equatable, Sendable {
    case held(by: String)
    case storage(path: String, code: Int32)
}
