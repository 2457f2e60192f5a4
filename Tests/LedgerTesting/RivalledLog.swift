package import LedgerLog
internal import Synchronization

/// A log to which a rival appends first: the rival has its turn before an append.
package final class RivalledLog: EventLogWrapper {
    package let log: any EventLog
    private let rival = Mutex<(turns: Int, act: @Sendable () -> Void)?>(nil)

    package init(_ log: any EventLog) {
        self.log = log
    }

    /// Calls `act` before each of the next appends.
    package func beforeAppends(_ turns: Int = 1, _ act: @escaping @Sendable () -> Void) {
        rival.withLock { $0 = (turns, act) }
    }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        let act = rival.withLock { rival in
            guard let (turns, act) = rival, turns > 0 else { return nil as (@Sendable () -> Void)? }
            rival = (turns - 1, act)
            return act
        }
        act?()
        return try log.append(writes)
    }
}
