import LedgerDomain
package import LedgerValues

/// An append-only log of events in streams, with one order over all of them.
///
/// Positions are 1, 2, 3 … without gaps, in commit order: after reading up to a position, no event can appear at or
/// before it. `streamversion` has no gaps within a stream, and `recordedtime` never decreases.
///
/// What a call returns is durable. Implementations may be used from several threads and processes at once, and must
/// pass `EventLogSuite` in the tests.
package protocol EventLog: Sendable {
    /// The ledger's id; never changes.
    var ledger: UniqueID { get }

    func head() throws(EventLogError) -> LogHead

    /// Appends all events of all `writes`, or none.
    ///
    /// An event that the log already has, with the same id and content, is not appended again; its old position is
    /// returned. This is checked before the expected versions, so retrying a call succeeds.
    ///
    /// - Returns: The events' places, in the given order.
    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place]

    /// Appends records unchanged, for a replay. Their `streamversion` and `recordedtime` must continue the log.
    ///
    /// - Throws: ``EventLogError/discontinuous(index:_:)`` for the first record that does not continue the log, and
    ///   ``EventLogError/sourceStopped`` if `source` throws; then nothing is appended.
    func append(verbatim source: any RecordSource) throws(EventLogError)

    /// Records in order of position, at most `limit` of them.
    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord]

    /// Records of one stream in order of their version, at most `limit` of them.
    func records(of subject: String, after streamVersion: Int, limit: Int) throws(EventLogError) -> [StoredRecord]

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord?

    /// The names of streams that begin with `prefix`, sorted.
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

    /// Calls `body` with every record after `position` up to and including `last`, reading a page at a time.
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
}

/// The version that an append expects its stream to have.
package enum ExpectedVersion: Hashable, Sendable {
    /// Any version. For facts: they have happened regardless.
    case any
    /// Exactly this many events; 0 means that the stream must not exist. For decisions.
    case exactly(Int)
    /// Exactly this many streams have names that begin with the write's subject; the write has no events.
    ///
    /// For decisions on all of them: a new stream has no version that could be expected.
    case streams(Int)
}

/// Events for one stream, in order.
///
/// Without events it only checks the expected version.
package struct StreamWrite: Equatable, Sendable {
    package let subject: String
    package let expected: ExpectedVersion
    package let events: [EventDraft]

    /// - Precondition: Every event's `subject` is `subject`.
    package init(subject: String, expected: ExpectedVersion, events: [EventDraft]) {
        precondition(events.allSatisfy { $0.subject == subject }, "an event has the subject of another stream")
        (self.subject, self.expected, self.events) = (subject, expected, events)
    }
}

/// The place of an event in the log.
package struct Place: Hashable, Sendable {
    package let position: Int
    package let streamVersion: Int
    /// The log already had the event.
    package let isRepeat: Bool

    package init(position: Int, streamVersion: Int, isRepeat: Bool) {
        (self.position, self.streamVersion, self.isRepeat) = (position, streamVersion, isRepeat)
    }
}

/// The end of the log.
package struct LogHead: Equatable, Sendable {
    /// The number of events, which is also the last position.
    package var size: Int { frontier.size }
    package let frontier: MerkleFrontier
    /// When the last event was recorded; nil in an empty log.
    package let recordedTime: Timestamp?

    package init(frontier: MerkleFrontier, recordedTime: Timestamp?) {
        (self.frontier, self.recordedTime) = (frontier, recordedTime)
    }
}

/// A record's bytes as stored in the log.
package struct StoredRecord: Equatable, Sendable {
    package let position: Int
    package let bytes: [UInt8]
    /// The RFC 6962 leaf hash of ``bytes``, as stored with them.
    package let leaf: SHA256Hash

    package init(position: Int, bytes: [UInt8], leaf: SHA256Hash) {
        (self.position, self.bytes, self.leaf) = (position, bytes, leaf)
    }

    package func read() throws(RecordError) -> Record {
        try Record(bytes)
    }
}
