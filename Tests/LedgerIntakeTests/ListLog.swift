import LedgerDomain
import LedgerLog
import Synchronization

/// A log that is a list, with a door for tests to slip something in before an append.
final class ListLog: EventLog {
    fileprivate struct State {
        var records: [StoredRecord] = []
        var streams: [String: [StoredRecord]] = [:]
        var places: [UniqueID: (place: Place, draft: EventDraft)] = [:]
        var frontier = MerkleFrontier()
        var beforeAppend: (@Sendable (ListLog) -> Void)?
    }

    let ledger = UniqueID(high: 1, low: 2)
    private let state = Mutex(State())

    /// Called once, before the next append.
    func beforeNextAppend(_ body: @escaping @Sendable (ListLog) -> Void) {
        state.withLock { $0.beforeAppend = body }
    }

    func head() throws(EventLogError) -> LogHead {
        state.withLock { LogHead(frontier: $0.frontier, recordedTime: nil) }
    }

    func append(_ writes: [StreamWrite]) throws(EventLogError) -> [Place] {
        let hook = state.withLock { state in
            defer { state.beforeAppend = nil }
            return state.beforeAppend
        }
        hook?(self)
        return try state.withLock { (state) throws(EventLogError) in
            try state.check(writes)
            return state.append(writes)
        }
    }

    func append(verbatim records: [Record]) throws(EventLogError) {
        throw .notWritable(path: "a list")
    }

    func records(after position: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        state.withLock { Array($0.records.dropFirst(position).prefix(limit)) }
    }

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        state.withLock { Array(($0.streams[subject] ?? []).dropFirst(version).prefix(limit)) }
    }

    func record(id: UniqueID) throws(EventLogError) -> StoredRecord? {
        state.withLock { state in state.places[id].map { state.records[$0.place.position - 1] } }
    }

    func subjects(withPrefix prefix: String) throws(EventLogError) -> [String] {
        state.withLock { $0.streams.keys.filter { $0.hasPrefix(prefix) }.sorted() }
    }
}

extension ListLog.State {
    fileprivate func check(_ writes: [StreamWrite]) throws(EventLogError) {
        for write in writes {
            for event in write.events {
                guard let known = places[event.id], known.draft != event else { continue }
                throw .idReused(event.id, position: known.place.position)
            }
            let actual = streams[write.subject]?.count ?? 0
            let isRepeat = !write.events.isEmpty && write.events.allSatisfy { places[$0.id] != nil }
            if case .exactly(let expected) = write.expected, expected != actual, !isRepeat {
                throw .conflict(subject: write.subject, expected: expected, actual: actual)
            }
        }
    }

    fileprivate mutating func append(_ writes: [StreamWrite]) -> [Place] {
        writes.flatMap(\.events).map { event in
            if let known = places[event.id]?.place {
                return Place(position: known.position, streamVersion: known.streamVersion, isRepeat: true)
            }
            let version = (streams[event.subject]?.count ?? 0) + 1
            let place = Place(position: records.count + 1, streamVersion: version, isRepeat: false)
            let bytes = event.encoded(streamVersion: version, recordedTime: event.time)
            let stored = StoredRecord(position: place.position, bytes: bytes, leaf: MerkleFrontier.leaf(bytes))
            frontier.append(stored.leaf)
            records.append(stored)
            streams[event.subject, default: []].append(stored)
            places[event.id] = (place, event)
            return place
        }
    }
}
