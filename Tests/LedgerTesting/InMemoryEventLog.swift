import LedgerDomain
package import LedgerLog
internal import Synchronization
package import LedgerValues

/// An in-memory log: the simplest implementation of the protocol, as a reference and for tests.
package struct InMemoryEventLog: EventLog {
    /// Storage that several logs can share, as several processes share a file.
    package final class Storage: Sendable {
        fileprivate let contents = Mutex(Contents())

        package init() {}
    }

    package let ledger: UniqueID
    private let storage: Storage
    private let clock: @Sendable () -> Timestamp

    package init(
        _ storage: Storage = Storage(),
        ledger: UniqueID = UniqueID(high: 1, low: 1),
        clock: @escaping @Sendable () -> Timestamp
    ) {
        (self.storage, self.ledger, self.clock) = (storage, ledger, clock)
    }

    package func head() throws(EventLogError) -> LogHead {
        storage.contents.withLock { $0.head }
    }

    package func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        try storage.contents.withLock { contents throws(EventLogError) in
            var changed = contents
            let places = try changed.append(writes, at: clock())
            contents = changed
            return places
        }
    }

    package func append(verbatim source: any RecordSource) throws(EventLogError) {
        try storage.contents.withLock { contents throws(EventLogError) in
            var changed = contents
            try changed.append(verbatim: source)
            contents = changed
        }
    }

    package func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        storage.contents.withLock { Array($0.records.dropFirst(max(0, position)).prefix(limit)) }
    }

    package func records(
        of subject: String,
        after streamVersion: Int,
        limit: Int
    ) throws(EventLogError) -> [StoredRecord] {
        storage.contents.withLock { contents in
            let positions = contents.streams[Array(subject.utf8), default: []]
            return positions.dropFirst(max(0, streamVersion)).prefix(limit).map { contents.records[$0 - 1] }
        }
    }

    package func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        storage.contents.withLock { contents in contents.places[id].map { contents.records[$0.position - 1] } }
    }

    package func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        let subjects = storage.contents.withLock { Array($0.streams.keys) }
        return subjects.filter { $0.starts(with: prefix.utf8) }
            .sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A value type, so that a failed append leaves the old value.
private struct Contents: Sendable {
    var records: [StoredRecord] = []
    /// Positions by the bytes of the subject.
    var streams: [[UInt8]: [Int]] = [:]
    var places: [UniqueID: (position: Int, version: Int, recordedTime: Timestamp)] = [:]
    var head = LogHead(frontier: MerkleFrontier(), recordedTime: nil)

    mutating func append(_ writes: [StreamWrite], at clock: Timestamp) throws(EventLogError) -> [Place] {
        if let repeats = try repeats(of: writes.flatMap(\.events)) { return repeats }
        let now = max(clock, head.recordedTime ?? clock)
        var all: [Place] = []
        for write in writes {
            if !write.events.isEmpty, let repeats = try repeats(of: write.events) {
                all += repeats
                continue
            }
            try require(write.expected, of: write.subject)
            for event in write.events { all.append(try append(event, at: now)) }
        }
        return all
    }

    private func require(_ version: ExpectedVersion, of subject: String) throws(EventLogError) {
        let (expected, actual): (Int, Int)
        switch version {
        case .any: return
        case .exactly(let version): (expected, actual) = (version, streams[Array(subject.utf8), default: []].count)
        case .streams(let count): (expected, actual) = (count, streams.keys.count { $0.starts(with: subject.utf8) })
        }
        if expected == actual { return }
        throw .conflict(subject: subject, expected: expected, actual: actual)
    }

    /// The places of events that all exist; nil if one does not exist, or if there are none.
    private func repeats(of events: [EventDraft]) throws(EventLogError) -> [Place]? {
        var all: [Place] = []
        for event in events {
            guard let place = try place(of: event) else { return nil }
            all.append(place)
        }
        return all.isEmpty ? nil : all
    }

    private func place(of event: EventDraft) throws(EventLogError) -> Place? {
        guard let (position, version, time) = places[event.id] else { return nil }
        guard event.isSame(as: records[position - 1].bytes, streamVersion: version, recordedTime: time) else {
            throw .idReused(event.id, position: position)
        }
        return Place(position: position, streamVersion: version, isRepeat: true)
    }

    private mutating func append(_ event: EventDraft, at now: Timestamp) throws(EventLogError) -> Place {
        if let place = try place(of: event) { return place }
        guard !event.isTooDeep else { throw .tooDeep }
        let version = streams[Array(event.subject.utf8), default: []].count + 1
        let bytes = event.encoded(streamVersion: version, recordedTime: now)
        guard bytes.count <= Record.largest else { throw .tooLarge(bytes: bytes.count) }
        add(bytes, id: event.id, subject: event.subject, version: version, recordedTime: now)
        return Place(position: records.count, streamVersion: version, isRepeat: false)
    }

    mutating func append(verbatim source: any RecordSource) throws(EventLogError) {
        var index = 0
        while let record = try next(source) {
            if let gap = discontinuity(of: record) { throw .discontinuous(index: index, gap) }
            add(
                record.bytes,
                id: record.id,
                subject: record.subject,
                version: record.streamVersion,
                recordedTime: record.recordedTime
            )
            index += 1
        }
    }

    private func next(_ source: any RecordSource) throws(EventLogError) -> Record? {
        do { return try source.next() } catch { throw .sourceStopped }
    }

    private func discontinuity(of record: Record) -> Discontinuity? {
        let expected = streams[Array(record.subject.utf8), default: []].count + 1
        if record.streamVersion != expected {
            return .streamVersion(subject: record.subject, expected: expected, found: record.streamVersion)
        }
        if let last = head.recordedTime, record.recordedTime < last { return .recordedTimeDecreases }
        return places[record.id] == nil ? nil : .repeatedID(record.id)
    }

    private mutating func add(
        _ bytes: [UInt8],
        id: UniqueID,
        subject: String,
        version: Int,
        recordedTime: Timestamp
    ) {
        let record = StoredRecord(position: records.count + 1, bytes: bytes, leaf: MerkleFrontier.leaf(bytes))
        records.append(record)
        streams[Array(subject.utf8), default: []].append(record.position)
        places[id] = (record.position, version, recordedTime)
        var frontier = head.frontier
        frontier.append(record.leaf)
        head = LogHead(frontier: frontier, recordedTime: recordedTime)
    }
}
