import Synchronization

/// Provides the records of a replay one at a time, so that they need not all be in memory.
package protocol RecordSource: AnyObject, Sendable {
    /// The next record; nil after the last.
    ///
    /// Called during the append: it must not use the log being appended to. If it throws, nothing is appended.
    func next() throws(RecordSourceStopped) -> Record?
}

/// A source failed; its owner knows why.
package struct RecordSourceStopped: Error, Equatable, Sendable {
    package init() {}
}

/// A source of records in memory.
package final class RecordList: RecordSource {
    private let rest: Mutex<ArraySlice<Record>>

    package init(_ records: [Record]) {
        rest = Mutex(records[...])
    }

    package func next() -> Record? {
        rest.withLock { $0.popFirst() }
    }
}

extension EventLog {
    package func append(verbatim records: [Record]) throws(EventLogError) {
        try append(verbatim: RecordList(records))
    }
}
