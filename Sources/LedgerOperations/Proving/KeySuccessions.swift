import LedgerDomain
import LedgerLog
import LedgerValues

/// How the signing key of a ledger was replaced, by what the log has of it.
struct KeySuccessions: StreamFold {
    var version = 0
    private let origin: String
    private var signed = 0
    private var unsigned: [Int] = []
    private var forged: [Int] = []

    init(of ledger: UniqueID) {
        origin = Checkpoint.origin(ofLedger: ledger)
    }

    mutating func take(_ record: Record, at position: Int) {
        guard case .custody(let event)? = record.event, case .signingKeyReplaced = event else { return }
        switch event.isSignedByOldKey(of: origin) {
        case true?: signed += 1
        case false?: forged.append(position)
        case nil: unsigned.append(position)
        }
    }

    var problems: [AuditProblem] { forged.map { AuditProblem($0, .keySuccession) } }

    /// What was found; nil if the key was never replaced.
    ///
    /// Version 0.1 did not sign, so an event without a signature is no fault. But anybody can have written it.
    var detail: String? {
        guard signed + unsigned.count > 0 else { return nil }
        let places = unsigned.map { "#\($0)" }.joined(separator: ", ")
        let weak = unsigned.isEmpty ? nil : "nothing shows that the old key's owner recorded \(places)"
        let good = signed == 0 ? nil : "each new key is signed by the one before"
        return [good, weak].compactMap(\.self).joined(separator: "; ")
    }
}
