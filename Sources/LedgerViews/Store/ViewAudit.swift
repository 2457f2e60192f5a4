import LedgerDomain
package import LedgerLog
import LedgerSQLite
import LedgerValues

/// Compares the views in a directory with the log that they were built from.
///
/// Opening neither updates nor rebuilds the views.
package struct ViewAudit {
    /// How much of the views is compared.
    package enum Depth: Sendable {
        /// The stacks of the newest events, folded from their streams.
        case newest(events: Int)
        /// Everything, with views that are built anew.
        case all
    }

    private let stored: ViewReader
    private let log: any EventLog

    /// Nil if there are no views that a query would believe.
    package init?(directory: String, log: any EventLog) throws(ViewError) {
        guard case .usable(let reader) = try ViewReader.open(ViewFiles(directory: directory)) else { return nil }
        (stored, self.log) = (reader, log)
        guard try isBelieved() else { return nil }
    }

    /// How far the views are.
    package var position: Int { stored.stamp.position }

    /// The first difference; nil if there is none.
    package func difference(_ depth: Depth, progress: ViewProgress? = nil) throws(ViewError) -> String? {
        switch depth {
        case .newest(let count): try differenceOfStacks(of: count)
        case .all: try differenceOfAll(progress)
        }
    }

    /// Whether a query would go by them: by what the stamp says, they are of this log.
    private func isBelieved() throws(ViewError) -> Bool {
        let (stamp, head) = (stored.stamp, try logging { () throws(EventLogError) in try log.head() })
        if stamp.isUp(to: LogEnd(size: head.size, root: head.frontier.root)) { return true }
        guard stamp.ledger == log.ledger.description, stamp.position <= head.size else { return false }
        if stamp.position == 0 { return true }
        return try stamp.lastLeaf == lastLeaf()
    }

    private func lastLeaf() throws(ViewError) -> String? {
        try logging { () throws(EventLogError) in try log.record(at: position)?.leaf.description }
    }

    private func logging<Value>(_ body: () throws(EventLogError) -> Value) throws(ViewError) -> Value {
        do { return try body() } catch { throw .log(error) }
    }
}

// MARK: - The newest

extension ViewAudit {
    private func differenceOfStacks(of count: Int) throws(ViewError) -> String? {
        let stacks = try stacks(ofNewest: count)
        var views = try TemporaryViews(of: log, upTo: position)
        for stack in stacks { try views.take(stack) }
        let comparison = ViewComparison(stored: stored, made: try views.reader())
        for stack in stacks {
            let parameters: [String: Cell] = ["stack": .text(stack.rawValue)]
            if let found = try comparison.difference(in: .ofStack, parameters) { return found }
        }
        return nil
    }

    private func stacks(ofNewest count: Int) throws(ViewError) -> [StackName] {
        var stacks: Set<String> = []
        let first = max(0, position - count)
        try log.forEachRecord(after: first, upTo: position, orLogFailure: ViewError.log) { stored throws(ViewError) in
            guard let record = try? stored.read(), let stream = StreamName(record.subject) else { return }
            switch stream {
            case .stack(let stack): stacks.insert(stack.rawValue)
            case .stage(let id): stacks.insert(id.stack.rawValue)
            case .revision, .repository, .pipeline, .observation, .call, .ledger: return
            }
        }
        return stacks.sorted().map { StackName(rawValue: $0) }
    }
}

// MARK: - All

extension ViewAudit {
    private func differenceOfAll(_ progress: ViewProgress?) throws(ViewError) -> String? {
        // Large tables are sorted in files.
        try stored.answering { connection throws(SQLiteError) in try connection.execute(Statements.sortInFiles) }
        let made = try TemporaryViews.whole(of: log, upTo: position, progress: progress)
        if let found = try differenceOfStamps(made.stamp) { return found }
        return try ViewComparison(stored: stored, made: made).difference(in: .all)
    }

    private func differenceOfStamps(_ made: ViewStamp) throws(ViewError) -> String? {
        var expected = made
        // It is there only if the views once were at the end of the log.
        if expected.root == nil || stored.stamp.root == nil { expected.root = stored.stamp.root }
        return stored.stamp == expected ? nil : "meta: position \(position)"
    }
}
