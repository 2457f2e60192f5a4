import LedgerDomain
import LedgerLog
import Synchronization
import LedgerValues

/// A log in which somebody else is always a moment faster: before an append, the rival has its turn.
struct RivalledLog: EventLog {
    private let log: any EventLog
    private let turns: Turns

    init(_ log: any EventLog, isEndless: Bool = false, rival: @escaping @Sendable () -> Void) {
        self.log = log
        turns = Turns(isEndless: isEndless, rival: rival)
    }

    private final class Turns: Sendable {
        private let left: Mutex<Int>
        private let rival: @Sendable () -> Void

        init(isEndless: Bool, rival: @escaping @Sendable () -> Void) {
            left = Mutex(isEndless ? .max : 1)
            self.rival = rival
        }

        func take() {
            let isTaken = left.withLock { left in
                defer { left -= left > 0 ? 1 : 0 }
                return left > 0
            }
            if isTaken { rival() }
        }
    }

    var ledger: UniqueID { log.ledger }

    func head() throws(EventLogError) -> LogHead { try log.head() }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        turns.take()
        return try log.append(writes)
    }

    func append(verbatim source: any RecordSource) throws(EventLogError) { try log.append(verbatim: source) }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(after: position, limit: limit)
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(of: subject, after: version, limit: limit)
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? { try log.record(id: id) }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] { try log.subjects(withPrefix: prefix) }
}
