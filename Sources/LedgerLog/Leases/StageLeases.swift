package import LedgerDomain

/// Leases that let one process at a time act on a stage.
///
/// They are kept beside the log, not in it. A lease ends when its process ends, however it ends.
package protocol StageLeases: Sendable {
    /// Acquires the stage's lease; does not wait.
    ///
    /// - Throws: ``LeaseError/held(by:)`` if another worker holds it.
    func acquire(_ stage: StageID, as worker: String) throws(LeaseError) -> any StageLease
}

/// The right to act on a stage until it is released.
package protocol StageLease: Sendable {
    /// Increases with every lease of the stage; tells this holder's attempts from those of earlier holders.
    var epoch: Int { get }

    /// Tells others who wait for the stage who holds it.
    func name(_ holder: String)

    func release()
}

package enum LeaseError: Error, Equatable, Sendable {
    case held(by: String)
    case storage(path: String, code: Int32)
}
