import Synchronization
package import LedgerValues

/// The time that requests are signed with: the machine's, or AWS's once it has said that the machine's is wrong.
package final class ServerClock: Sendable {
    private let now: @Sendable () -> Timestamp
    /// How much to add, in microseconds; nil until it was corrected.
    private let skew = Mutex<Int64?>(nil)

    package init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// One reading of the clock.
    package func read() -> Timestamp {
        Timestamp(microseconds: now().microseconds + (skew.withLock(\.self) ?? 0))
    }

    /// Takes AWS's own time from an answer that refused a signature; false if that explains nothing, or was done before.
    ///
    /// Once only: a clock that still does not fit has another trouble than a wrong time.
    func correct(by date: String?) -> Bool {
        guard let time = date.flatMap({ Timestamp(httpDate: $0) }) else { return false }
        let difference = time.microseconds - now().microseconds
        guard abs(difference) > Self.tolerated else { return false }
        return skew.withLock { skew in
            guard skew == nil else { return false }
            skew = difference
            return true
        }
    }

    /// AWS tolerates five minutes; a signature refused at nearly that may have been refused for it.
    private static let tolerated: Int64 = 4 * 60 * 1_000_000
}
