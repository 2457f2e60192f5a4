package import LedgerLog
package import LedgerValues

/// A log that does what another one does, except for what it does itself.
package protocol EventLogWrapper: EventLog {
    var log: any EventLog { get }
}

extension EventLogWrapper {
    package var ledger: UniqueID { log.ledger }

    package func head() throws(EventLogError) -> LogHead { try log.head() }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] { try log.append(writes) }

    package func append(verbatim source: any RecordSource) throws(EventLogError) { try log.append(verbatim: source) }

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
}
