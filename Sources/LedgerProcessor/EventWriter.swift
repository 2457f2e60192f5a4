import LedgerDomain
package import LedgerLog

/// Who writes events into the log.
package enum EventWriter: Sendable {
    /// The program, for a command that acts on nothing.
    case program
    /// The processor, which signs what calls follow from.
    case processor(ActKeys)
    /// Whoever feeds `record`: nothing that they write causes a call.
    case input

    var source: String {
        switch self {
        case .program, .processor: "/stackledger"
        case .input: "/stackledger/record"
        }
    }

    /// Nil for an event that needs no mac.
    func mac(of draft: EventDraft, _ type: EventType) -> String? {
        guard case .processor(let keys) = self, type.isAct else { return nil }
        return keys.mac(of: draft)
    }
}

extension EventType {
    /// Whether calls follow from it, or the body of a revision.
    fileprivate var isAct: Bool {
        switch self {
        case .deployment, .action, .revision: true
        case .stack, .stage, .task, .drift, .image, .build, .observation, .call, .ledger: false
        }
    }
}
