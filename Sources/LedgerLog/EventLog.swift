import LedgerDomain
package import LedgerValues

/// An append-only log of events in streams, with one order over all of them.
///
/// Positions are 1, 2, 3 … without gaps, in commit order: who has read up to a position can never miss an event at or
/// before it. `streamversion` is as dense within a stream, and `recordedtime` never decreases.
///
/// A call that returns has made durable what it returns. Implementations may be used from several threads and several
/// processes at once; `EventLogSuite` in the tests is what each of them has to pass.
package protocol EventLog: Sendable {
    /// Which ledger this is; never changes.
    var ledger: UniqueID { get }

    func head() throws(EventLogError) -> LogHead

    /// Appends all events of all `writes`, or none.
    ///
    /// An event whose id the log has already, with the same content, is not appended again: its old position is
    /// returned. This is looked at before the expected versions, so a call that is repeated succeeds.
    ///
    /// - Returns: The events' places, in the order given.
    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place]

    /// Appends records as they stand, as a replay does: `streamversion` and `recordedtime` must already continue the
    /// log.
    ///
    /// - Throws: ``EventLogError/discontinuous(index:_:)`` for the first that does not, and
    ///   ``EventLogError/sourceStopped`` when `source` throws; then none is appended.
    func append(verbatim source: any RecordSource) throws(EventLogError)

    /// Records in order of position, at most `limit` of them.
    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord]

    /// Records of one stream in order of their version, at most `limit` of them.
    func records(of subject: String, after streamVersion: Int, limit: Int) throws(EventLogError) -> [StoredRecord]

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord?

    /// The streams whose names begin with `prefix`, sorted by name.
    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String]
}

extension EventLog {
    package func append(
        _ events: [EventDraft],
        to subject: String,
        expecting version: ExpectedVersion
    ) throws(EventLogError) -> [Place] {
        try append([StreamWrite(subject: subject, expected: version, events: events)])
    }

    package func record(at position: Int) throws(EventLogError) -> StoredRecord? {
        try records(after: position - 1, limit: 1).first { $0.position == position }
    }

    /// Calls `body` with every record after `position` up to and including `last`, a page at a time.
    package func forEachRecord<Failure: Error>(
        after position: Int = 0,
        upTo last: Int = .max,
        orLogFailure wrap: (EventLogError) -> Failure,
        _ body: (StoredRecord) throws(Failure) -> Void
    ) throws(Failure) {
        var position = position
        while position < last {
            let page: [StoredRecord]
            do { page = try records(after: position, limit: min(500, last - position)) } catch { throw wrap(error) }
            for record in page { try body(record) }
            guard let end = page.last?.position else { return }
            position = end
        }
    }

    /// All records of one stream in order.
    package func allRecords(of subject: String) throws(EventLogError) -> [StoredRecord] {
        var all: [StoredRecord] = []
        while true {
            let page = try records(of: subject, after: all.count, limit: 500)
            all += page
            if page.count < 500 { return all }
        }
    }
}

/// Where an append expects its stream to end.
package enum ExpectedVersion: Hashable, Sendable {
    /// Wherever it ends. For facts: they have happened, whatever else has.
    case any
    /// After exactly so many events; 0 means that the stream must not exist. For decisions.
    case exactly(Int)
}

/// Events for one stream, in order.
///
/// Without events it only guards the expected version.
package struct StreamWrite: Equatable, Sendable {
    package let subject: String
    package let expected: ExpectedVersion
    package let events: [EventDraft]

    /// - Precondition: Every event's `subject` is `subject`.
    package init(subject: String, expected: ExpectedVersion, events: [EventDraft]) {
        precondition(events.allSatisfy { $0.subject == subject }, "an event of another stream")
        (self.subject, self.expected, self.events) = (subject, expected, events)
    }
}

/// Where an event stands in the log.
package struct Place: Hashable, Sendable {
    package let position: Int
    package let streamVersion: Int
    /// The event stood in the log before.
    package let isRepeat: Bool

    package init(position: Int, streamVersion: Int, isRepeat: Bool) {
        (self.position, self.streamVersion, self.isRepeat) = (position, streamVersion, isRepeat)
    }
}

/// The end of the log.
package struct LogHead: Equatable, Sendable {
    /// The number of events, which is the last one's position.
    package var size: Int { frontier.size }
    package let frontier: MerkleFrontier
    /// When the last event was recorded; nil in an empty log.
    package let recordedTime: Timestamp?

    package init(frontier: MerkleFrontier, recordedTime: Timestamp?) {
        (self.frontier, self.recordedTime) = (frontier, recordedTime)
    }
}

/// A record's bytes as they stand in the log.
package struct StoredRecord: Equatable, Sendable {
    package let position: Int
    package let bytes: [UInt8]
    /// RFC 6962's leaf hash of ``bytes``, as it was stored with them.
    package let leaf: SHA256Hash

    package init(position: Int, bytes: [UInt8], leaf: SHA256Hash) {
        (self.position, self.bytes, self.leaf) = (position, bytes, leaf)
    }

    package func read() throws(RecordError) -> Record {
        try Record(bytes)
    }
}
