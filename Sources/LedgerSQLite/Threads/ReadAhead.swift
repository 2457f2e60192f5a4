package import LedgerLog
internal import Synchronization

/// What a thread of its own makes, page by page, while the caller works on those before.
///
/// Few pages wait, so memory does not grow with what there is to read.
package final class ReadAhead<Page: Sendable>: Sendable {
    private struct Queue {
        var pages: [Page] = []
        /// What the caller is done with; freeing it is left to the other thread.
        var spent: [Page] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let filled: Signal
    private let free: Signal

    /// Begins at once.
    ///
    /// `make` runs on the thread and gives pages, until it has no more or ``stop()`` was called: then giving answers
    /// false.
    package init(
        pages: Int = 8,
        _ make: @escaping @Sendable (_ give: (Page) -> Bool) -> Void
    ) throws(EventLogError) {
        filled = try Signal(0)
        free = try Signal(pages)
        try startThread { [self] in
            make { give($0) }
            filled.give()
        }
    }

    /// The next page, nil after the last; `spent` is the one before.
    package func next(after spent: consuming Page? = nil) -> Page? {
        if let spent { queue.withLock { $0.spent.append(spent) } }
        filled.take()
        let page = queue.withLock { $0.pages.isEmpty ? nil : $0.pages.removeFirst() }
        // Who asks again after the last page must not wait for another.
        if page == nil { filled.give() } else { free.give() }
        return page
    }

    /// Ends the thread; must be called when the caller does not go on to the end.
    package func stop() {
        queue.withLock { $0.isStopped = true }
        free.give()
    }

    private func give(_ page: Page) -> Bool {
        free.take()
        dropSpent()
        let isWanted = queue.withLock { queue in
            if !queue.isStopped { queue.pages.append(page) }
            return !queue.isStopped
        }
        if isWanted { filled.give() }
        return isWanted
    }

    /// The pages are freed when the lock is no longer held.
    private func dropSpent() {
        _ = queue.withLock { queue in
            let spent = queue.spent
            queue.spent = []
            return spent
        }
    }
}
