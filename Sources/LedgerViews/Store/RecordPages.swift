import LedgerLog
import Synchronization

/// The log's records in order, read and parsed by a thread of its own while the caller works on those before.
///
/// At most ``ahead`` pages wait, so memory does not grow with the log.
final class RecordPages: Sendable {
    struct Page: Sendable {
        var records: [(position: Int, record: Result<Record, RecordError>)] = []
        /// Of the last record.
        var leaf: SHA256Hash?
    }

    private static let ahead = 8
    private static let pageSize = 500

    private struct Queue {
        var pages: [Page] = []
        var failure: EventLogError?
        var isFinished = false
    }

    private let log: any EventLog
    private let range: ClosedRange<Int>
    private let queue = Mutex(Queue())
    private let filled: Signal
    private let free: Signal

    /// Begins to read what is after `position` up to `last`.
    init(of log: any EventLog, after position: Int, upTo last: Int) throws(ViewError) {
        (self.log, range) = (log, position...max(position, last))
        filled = try Signal(0)
        free = try Signal(Self.ahead)
        try startThread { [self] in read() }
    }

    /// The next page, nil after the last.
    func next() throws(ViewError) -> Page? {
        filled.take()
        let (page, failure) = queue.withLock { queue in
            (queue.pages.isEmpty ? nil : queue.pages.removeFirst(), queue.failure)
        }
        free.give()
        if let page { return page }
        if let failure { throw .log(failure) }
        return nil
    }

    /// Ends the reading; must be called when the caller does not go on to the end.
    func stop() {
        queue.withLock { $0.isFinished = true }
        free.give()
    }

    private func read() {
        var position = range.lowerBound
        while position < range.upperBound {
            free.take()
            guard !queue.withLock({ $0.isFinished }) else { return }
            do {
                guard let last = try readPage(after: position) else { break }
                position = last
            } catch {
                queue.withLock { $0.failure = error }
                break
            }
        }
        filled.give()
    }

    private func readPage(after position: Int) throws(EventLogError) -> Int? {
        let stored = try log.records(after: position, limit: min(Self.pageSize, range.upperBound - position))
        guard let last = stored.last else { return nil }
        let records = stored.map { stored in
            (stored.position, Result { () throws(RecordError) in try stored.read() })
        }
        queue.withLock { $0.pages.append(Page(records: records, leaf: last.leaf)) }
        filled.give()
        return last.position
    }
}
