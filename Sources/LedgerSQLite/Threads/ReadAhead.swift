package import LedgerLog
internal import Synchronization

/// Pages produced by a background thread while the caller works on earlier ones.
///
/// Only a few pages are buffered, so memory use is bounded.
package final class ReadAhead<Page: Sendable>: Sendable {
    private struct Queue {
        var pages: [Page] = []
        /// Pages that the caller is done with; the other thread frees them.
        var spent: [Page] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let filled: PipeSemaphore
    private let free: PipeSemaphore

    /// Starts at once.
    ///
    /// `make` runs on the thread and calls `give` with pages until it has no more, or until `give` returns false after
    /// ``stop()``.
    package init(
        pages: Int = 8,
        _ make: @escaping @Sendable (_ give: (Page) -> Bool) -> Void
    ) throws(EventLogError) {
        filled = try PipeSemaphore(0)
        free = try PipeSemaphore(pages)
        try startThread { [self] in
            make { give($0) }
            filled.give()
        }
    }

    /// The next page; nil after the last.
    ///
    /// `spent` is the previous one.
    package func next(after spent: consuming Page? = nil) -> Page? {
        if let spent { queue.withLock { $0.spent.append(spent) } }
        filled.take()
        let page = queue.withLock { $0.pages.isEmpty ? nil : $0.pages.removeFirst() }
        // A further call after the last page must not block.
        if page == nil { filled.give() } else { free.give() }
        return page
    }

    /// Stops the thread.
    ///
    /// Must be called if the caller does not read to the end.
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

    /// Frees the pages after the lock is released.
    private func dropSpent() {
        _ = queue.withLock { queue in
            let spent = queue.spent
            queue.spent = []
            return spent
        }
    }
}
