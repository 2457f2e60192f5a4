import Synchronization
package import LedgerValues

/// The clock for request signatures: the system's, or AWS's after AWS has rejected the system's.
///
/// It also knows the time at AWS from every answer, for what is recorded.
package final class ServerClock: Sendable {
    private let now: @Sendable () -> Timestamp
    /// The correction in microseconds; nil until the clock was corrected.
    private let skew = Mutex<Int64?>(nil)

    /// How far AWS's clock was ahead at its newest answer, in microseconds.
    private let lead = Mutex<Int64>(0)

    package init(now: @escaping @Sendable () -> Timestamp) {
        self.now = now
    }

    /// The time at AWS, where the system's clock is off by ten seconds or more.
    package var serverTime: Timestamp? {
        let lead = lead.withLock(\.self)
        return abs(lead) >= Self.noticed ? Timestamp(microseconds: now().microseconds + lead) : nil
    }

    /// Takes in the `Date` header of an answer.
    func note(_ date: String?) {
        guard let time = date.flatMap({ Timestamp(httpDate: $0) }) else { return }
        let difference = time.microseconds - now().microseconds
        lead.withLock { $0 = difference }
    }

    /// In microseconds: the header has whole seconds, and an answer takes a while.
    private static let noticed: Int64 = 10 * 1_000_000

    /// The current time.
    package func read() -> Timestamp {
        Timestamp(microseconds: now().microseconds + (skew.withLock(\.self) ?? 0))
    }

    /// Sets the clock by the `Date` header of a response that rejected a signature.
    ///
    /// Corrects the clock only once: if signatures are still rejected, the time is not the reason. Returns false if
    /// nothing was corrected.
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

    /// In microseconds.
    ///
    /// AWS tolerates five minutes; a signature rejected close to that may have been rejected for it.
    private static let tolerated: Int64 = 4 * 60 * 1_000_000
}
