import LedgerDomain
import LedgerLog
import LedgerViews
import Synchronization
import LedgerValues

/// An in-memory log that tests can extend and shorten; views only read it.
final class GrowingLog: EventLog {
    let ledger: UniqueID
    private let stored: Mutex<(records: [StoredRecord], frontier: MerkleFrontier)>
    private let opened = Mutex(0)

    init(_ records: [StoredRecord] = [], ledger: UniqueID = UniqueID(high: 7, low: 7)) {
        self.ledger = ledger
        stored = Mutex(Self.contents(records))
    }

    func set(_ records: [StoredRecord]) {
        stored.withLock { $0 = Self.contents(records) }
    }

    private static func contents(_ records: [StoredRecord]) -> (records: [StoredRecord], frontier: MerkleFrontier) {
        (records, records.reduce(into: MerkleFrontier()) { frontier, record in frontier.append(record.leaf) })
    }

    /// How often the views opened the log.
    var openings: Int { opened.withLock { $0 } }

    var access: LogAccess {
        LogAccess(
            path: nil,
            end: { self.end },
            open: {
                self.opened.withLock { $0 += 1 }
                return self
            }
        )
    }

    private var end: LogEnd {
        let frontier = frontier
        return LogEnd(size: frontier.size, root: frontier.root)
    }

    private var frontier: MerkleFrontier { stored.withLock { $0.frontier } }

    func head() throws(EventLogError) -> LogHead {
        LogHead(frontier: frontier, recordedTime: nil)
    }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        stored.withLock { Array($0.records.dropFirst(position).prefix(limit)) }
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        throw .busy
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        throw .busy
    }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        throw .busy
    }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        throw .busy
    }

    func append(verbatim source: any RecordSource) throws(EventLogError) {
        throw .busy
    }
}
