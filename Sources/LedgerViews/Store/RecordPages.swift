import LedgerLog
import Synchronization

/// The log's records in order, read and parsed by a thread of its own while the caller works on those before.
///
/// At most ``ahead`` pages wait, so memory does not grow with the log.
final class RecordPages: Sendable {
    struct Page: Sendable {
        var readings: [Reading] = []
        /// Of the last record.
        var leaf: SHA256Hash?

        init(_ stored: [StoredRecord], _ reader: inout FactReader) {
            readings.reserveCapacity(stored.count)
            for record in stored { readings.append(reader.read(record)) }
            leaf = stored.last?.leaf
        }
    }

    private static let ahead = 8
    private static let pageSize = 500

    private struct Queue {
        var pages: [Page] = []
        /// What the caller is done with; freeing it is left to the reading thread, which has less to do.
        var spent: [Page] = []
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

    /// The next page, nil after the last; `spent` is the one before.
    func next(after spent: consuming Page?) throws(ViewError) -> Page? {
        if let spent { queue.withLock { $0.spent.append(spent) } }
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
        var reader = FactReader()
        while position < range.upperBound {
            free.take()
            guard !queue.withLock({ $0.isFinished }) else { return }
            dropSpent()
            do {
                guard let last = try readPage(after: position, &reader) else { break }
                position = last
            } catch {
                queue.withLock { $0.failure = error }
                break
            }
        }
        filled.give()
    }

    /// The pages are freed when the lock is no longer held.
    private func dropSpent() {
        _ = queue.withLock { queue in
            let spent = queue.spent
            queue.spent = []
            return spent
        }
    }

    private func readPage(after position: Int, _ reader: inout FactReader) throws(EventLogError) -> Int? {
        let stored = try log.records(after: position, limit: min(Self.pageSize, range.upperBound - position))
        guard let last = stored.last else { return nil }
        let page = Page(stored, &reader)
        queue.withLock { $0.pages.append(page) }
        filled.give()
        return last.position
    }
}
