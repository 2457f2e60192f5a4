import LedgerDomain
import Synchronization
import LedgerValues

/// A clock that shows what the story says, and never goes back.
final class StoryClock: Sendable {
    private let now: Mutex<Timestamp>

    init(_ start: Timestamp) {
        now = Mutex(start)
    }

    var time: Timestamp { now.withLock { $0 } }

    func set(to time: Timestamp) throws(StoryError) {
        guard time >= self.time else { throw .clockRunsBackwards(time.description) }
        now.withLock { $0 = time }
    }

    func advance(milliseconds: Int64) {
        now.withLock { $0 = Timestamp(microseconds: $0.microseconds + milliseconds * 1_000) }
    }
}
