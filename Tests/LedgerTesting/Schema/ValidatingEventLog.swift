import LedgerDomain
package import LedgerLog

/// A log that rejects events that do not match their schemas.
///
/// Every test that appends through it also tests its events against `Schema/events`.
package struct ValidatingEventLog: EventLogWrapper {
    package let log: any EventLog

    package init(_ log: any EventLog) {
        self.log = log
    }

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

    /// A log's own error is the only one that an append can throw.
    private static func check(_ bytes: [UInt8]) throws(EventLogError) {
        do { try EventSchemas.check(record: bytes) } catch { throw .damaged(error.description) }
    }
}
