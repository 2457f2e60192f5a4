import LedgerDomain
package import LedgerValues
import Synchronization

/// A log whose appends stay in memory: a dry run decides on what it would append.
///
/// It has what the other log had when it was made, whatever is appended there later.
package final class RehearsalLog: EventLog {
    private let log: any EventLog
    private let size: Int
    private let clock: @Sendable () -> Timestamp
    private let added: Mutex<Added>

    private struct Added {
        var head: LogHead
        var records: [StoredRecord] = []
        var places: [UniqueID: Place] = [:]
        /// The records of each stream, and the version that it had before them.
        var streams: [String: (start: Int, records: [StoredRecord])] = [:]
    }

    package init(over log: any EventLog, clock: @escaping @Sendable () -> Timestamp) throws(EventLogError) {
        (self.log, self.clock) = (log, clock)
        let head = try log.head()
        size = head.size
        added = Mutex(Added(head: head))
    }

    package var ledger: UniqueID { log.ledger }

    /// What would have been appended so far.
    package var appended: [StoredRecord] { added.withLock(\.records) }

    package func head() throws(EventLogError) -> LogHead { added.withLock(\.head) }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        try added.withLock { added throws(EventLogError) in
            var changed = added
            var places: [Place] = []
            let now = max(clock(), changed.head.recordedTime ?? clock())
            for write in writes {
                try require(write, changed)
                for event in write.events { places.append(try append(event, to: &changed, at: now)) }
            }
            added = changed
            return places
        }
    }

    /// A replay has no dry run.
    package func append(verbatim source: any RecordSource) throws(EventLogError) { throw .sourceStopped }

    package func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        let known = try log.records(after: position, limit: limit).filter { $0.position <= size }
        return known + appended.filter { $0.position > position }.prefix(limit - known.count)
    }

    package func records(
        of subject: String,
        after streamVersion: Int,
        limit: Int
    ) throws(EventLogError) -> [StoredRecord] {
        let known = try known(of: subject, after: streamVersion, limit: limit)
        guard let (start, records) = added.withLock({ $0.streams[subject] }) else { return known }
        return known + records.dropFirst(max(0, streamVersion - start)).prefix(limit - known.count)
    }

    package func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        if let record = added.withLock({ added in added.places[id].map { added.records[$0.position - size - 1] } }) {
            return record
        }
        return try log.record(id: id).flatMap { $0.position <= size ? $0 : nil }
    }

    package func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        let new = added.withLock { $0.streams.filter { $0.value.start == 0 }.keys }.filter { $0.hasPrefix(prefix) }
        return new.isEmpty
            ? try log.subjects(withPrefix: prefix) : (try log.subjects(withPrefix: prefix) + new).sorted()
    }
}

extension RehearsalLog {
    private func known(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(of: subject, after: version, limit: limit).filter { $0.position <= size }
    }

    private func require(_ write: StreamWrite, _ added: Added) throws(EventLogError) {
        let (expected, actual): (Int, Int)
        switch write.expected {
        case .any: return
        case .exactly(let version): (expected, actual) = (version, try end(of: write.subject, added))
        case .streams(let count):
            let new = added.streams.filter { $0.value.start == 0 && $0.key.hasPrefix(write.subject) }.count
            (expected, actual) = (count, try log.subjects(withPrefix: write.subject).count + new)
        }
        guard expected == actual else {
            throw .conflict(subject: write.subject, expected: expected, actual: actual)
        }
    }

    private func end(of subject: String, _ added: Added) throws(EventLogError) -> Int {
        if let stream = added.streams[subject] { return stream.start + stream.records.count }
        var version = 0
        while true {
            let page = try known(of: subject, after: version, limit: 500)
            version += page.count
            if page.count < 500 { return version }
        }
    }

    /// An event that is there already is not appended again.
    private func append(_ event: EventDraft, to added: inout Added, at now: Timestamp) throws(EventLogError) -> Place {
        if let place = added.places[event.id] { return place.repeated }
        if let stored = try log.record(id: event.id), stored.position <= size {
            guard let record = try? stored.read() else { throw .damaged("#\(stored.position)") }
            return Place(position: stored.position, streamVersion: record.streamVersion, isRepeat: true)
        }
        let end = try end(of: event.subject, added)
        let bytes = event.encoded(streamVersion: end + 1, recordedTime: now)
        guard bytes.count <= Record.largest else { throw .tooLarge(bytes: bytes.count) }
        let place = Place(position: added.head.size + 1, streamVersion: end + 1, isRepeat: false)
        let record = StoredRecord(position: place.position, bytes: bytes, leaf: MerkleFrontier.leaf(bytes))
        var frontier = added.head.frontier
        frontier.append(record.leaf)
        added.head = LogHead(frontier: frontier, recordedTime: now)
        added.places[event.id] = place
        added.records.append(record)
        added.streams[event.subject, default: (end, [])].records.append(record)
        return place
    }
}

extension Place {
    fileprivate var repeated: Place { Place(position: position, streamVersion: streamVersion, isRepeat: true) }
}
