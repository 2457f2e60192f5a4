import Synchronization

/// Gives the records of a replay one after another, so that they need never be in memory together.
package protocol RecordSource: AnyObject, Sendable {
    /// The next record, nil after the last.
    ///
    /// It is called in the middle of the append and must not use the log that it is appended to.
    ///
    /// What is thrown stops the append, which then appends nothing.
    func next() throws(RecordSourceStopped) -> Record?
}

/// A source cannot go on; why, its owner knows.
package struct RecordSourceStopped: Error, Equatable, Sendable {
    package init() {}
}

/// Records that are in memory.
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
