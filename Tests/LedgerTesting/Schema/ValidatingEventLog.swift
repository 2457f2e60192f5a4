import LedgerDomain
package import LedgerLog
package import LedgerValues

/// A log that rejects events that do not match their schemas.
///
/// Every test that appends through it also checks its events against `Schema/events`.
package struct ValidatingEventLog: EventLog {
    private let log: any EventLog

    package init(_ log: any EventLog) {
        self.log = log
    }

    package var ledger: UniqueID { log.ledger }

    package func head() throws(EventLogError) -> LogHead { try log.head() }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        for event in writes.flatMap(\.events) {
            try Self.check(event.encoded(streamVersion: 1, recordedTime: event.time))
        }
        return try log.append(writes)
    }

    package func append(verbatim source: any RecordSource) throws(EventLogError) {
        var records: [Record] = []
        while let record = try next(source) {
            try Self.check(record.bytes)
            records.append(record)
        }
        try log.append(verbatim: records)
    }

    private func next(_ source: any RecordSource) throws(EventLogError) -> Record? {
        do { return try source.next() } catch { throw .sourceStopped }
    }

    package func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(after: position, limit: limit)
    }

    package func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(of: subject, after: version, limit: limit)
    }

    package func record(id: UniqueID) throws(EventLogError) -> StoredRecord? { try log.record(id: id) }

    package func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        try log.subjects(withPrefix: prefix)
    }

    /// Throws an error of the log, since an append can throw no other.
    private static func check(_ bytes: [UInt8]) throws(EventLogError) {
        do { try EventSchemas.check(record: bytes) } catch { throw .damaged(error.description) }
    }
}
