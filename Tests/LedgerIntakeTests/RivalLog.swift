import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// A log that lets a test append something just before the next append.
final class RivalLog: EventLog {
    private let log: any EventLog
    private let rival = Mutex<(@Sendable () -> Void)?>(nil)

    init(_ log: any EventLog) {
        self.log = log
    }

    /// Calls `body` once, before the next append.
    func beforeNextAppend(_ body: @escaping @Sendable () -> Void) {
        rival.withLock { $0 = body }
    }

    var ledger: UniqueID { log.ledger }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        let first = rival.withLock { rival in
            defer { rival = nil }
            return rival
        }
        first?()
        return try log.append(writes)
    }

    func append(verbatim source: any RecordSource) throws(EventLogError) { try log.append(verbatim: source) }

    func head() throws(EventLogError) -> LogHead { try log.head() }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(after: position, limit: limit)
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(of: subject, after: version, limit: limit)
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? { try log.record(id: id) }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        try log.subjects(withPrefix: prefix)
    }
}
