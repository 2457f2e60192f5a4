internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// One append, inside its transaction.
struct Appender {
    private let log: LogWriter
    /// The log's head before this append.
    private let start: LogHead
    private(set) var frontier: MerkleFrontier
    private(set) var recordedTime: Timestamp?
    private var streams: [ExactText: StreamEnd] = [:]
    private var types: [ExactText: Int] = [:]

    init(_ log: LogWriter, after head: LogHead) {
        self.log = log
        start = head
        frontier = head.frontier
        recordedTime = head.recordedTime
    }

    var head: LogHead { LogHead(frontier: frontier, recordedTime: recordedTime) }

    /// The end of a stream, including what this append has added.
    private mutating func end(of subject: ExactText) throws(EventLogError) -> StreamEnd? {
        if let known = streams[subject] { return known }
        let end = try log.end(of: subject.text)
        streams[subject] = end
        return end
    }

    private mutating func endOrNew(_ subject: ExactText) throws(EventLogError) -> StreamEnd {
        if let end = try end(of: subject) { return end }
        return try log.addStream(subject.text)
    }

    private mutating func number(ofType name: String) throws(EventLogError) -> Int {
        if let known = types[ExactText(text: name)] { return known }
        let number = try log.number(ofType: name)
        types[ExactText(text: name)] = number
        return number
    }

    /// Appends a record to its stream and the log; false if the log already has its id.
    private mutating func add(_ record: Line, to stream: StreamEnd) throws(EventLogError) -> Bool {
        guard record.bytes.count <= Record.largest else { throw .tooLarge(bytes: record.bytes.count) }
        let leaf = MerkleFrontier.leaf(record.bytes)
        let event = NewEvent(
            position: frontier.size + 1,
            stream: stream.number,
            version: stream.version + 1,
            type: try number(ofType: record.type),
            id: record.id,
            recordedTime: record.recordedTime,
            leaf: leaf,
            record: record.bytes
        )
        guard try log.insert(event) else { return false }
        frontier.append(leaf)
        recordedTime = record.recordedTime
        streams[record.subject] = StreamEnd(number: stream.number, version: stream.version + 1)
        return true
    }
}

/// An encoded record, with the attributes that the log stores as columns.
private struct Line {
    let id: UniqueID
    let type: String
    let subject: ExactText
    let recordedTime: Timestamp
    let bytes: [UInt8]
}

/// The input of an append.
enum AppendRequest {
    case drafts([StreamWrite], clock: @Sendable () -> Timestamp)
    case verbatim(any RecordSource)
}

extension Appender {
    mutating func append(_ request: AppendRequest) throws(EventLogError) -> [Place] {
        switch request {
        case .drafts(let writes, let clock): return try append(writes, at: clock())
        case .verbatim(let source):
            try append(verbatim: source)
            return []
        }
    }
}

// MARK: - Drafts

extension Appender {
    /// Appends the events that the log does not have yet.
    ///
    /// Looks up ids only if an insert or an expected version fails, so a new event costs no lookup.
    private mutating func append(_ writes: [StreamWrite], at clock: Timestamp) throws(EventLogError) -> [Place] {
        let now = max(clock, recordedTime ?? clock)
        var places: [Place] = []
        for write in writes {
            let subject = ExactText(text: write.subject)
            if let conflict = try conflict(of: write, subject) {
                guard let repeats = try repeats(of: write, in: writes) else { throw conflict }
                places += repeats
            } else {
                for event in write.events { places.append(try append(event, to: subject, at: now)) }
            }
        }
        return places
    }

    private mutating func conflict(
        of write: StreamWrite,
        _ subject: ExactText
    ) throws(EventLogError) -> EventLogError? {
        let (expected, actual): (Int, Int)
        switch write.expected {
        case .any: return nil
        case .exactly(let version): (expected, actual) = (version, try end(of: subject)?.version ?? 0)
        case .streams(let count): (expected, actual) = (count, try log.streams(withPrefix: write.subject))
        }
        return expected == actual ? nil : .conflict(subject: write.subject, expected: expected, actual: actual)
    }

    private mutating func append(
        _ draft: EventDraft,
        to subject: ExactText,
        at now: Timestamp
    ) throws(EventLogError) -> Place {
        guard !draft.isTooDeep else { throw .tooDeep }
        let stream = try endOrNew(subject)
        let bytes = draft.encoded(streamVersion: stream.version + 1, recordedTime: now)
        let line = Line(id: draft.id, type: draft.type, subject: subject, recordedTime: now, bytes: bytes)
        if try add(line, to: stream) {
            return Place(position: frontier.size, streamVersion: stream.version + 1, isRepeat: false)
        }
        guard let place = try place(of: draft) else { throw .damaged("event \(draft.id)") }
        return place
    }

    /// The existing places of a write whose expected version does not match, if an earlier call like this one
    /// succeeded.
    ///
    /// A write without events only checks the others' version: it counts as done if the log has all their events.
    private func repeats(of write: StreamWrite, in writes: [StreamWrite]) throws(EventLogError) -> [Place]? {
        let events = write.events.isEmpty ? writes.flatMap(\.events) : write.events
        var places: [Place] = []
        for event in events {
            guard let place = try place(of: event), place.position <= start.size else { return nil }
            places.append(place)
        }
        guard !places.isEmpty else { return nil }
        return write.events.isEmpty ? [] : places
    }

    private func place(of draft: EventDraft) throws(EventLogError) -> Place? {
        guard let known = try log.find(draft.id) else { return nil }
        guard known.isSame(as: draft) else { throw .idReused(draft.id, position: known.position) }
        return Place(position: known.position, streamVersion: known.version, isRepeat: true)
    }
}

// MARK: - Records

extension Appender {
    /// Appends records unchanged; each must continue its stream and the log's time.
    private mutating func append(verbatim source: any RecordSource) throws(EventLogError) {
        var index = 0
        while let record = try next(source) {
            let subject = ExactText(text: record.subject)
            let stream = try endOrNew(subject)
            if let gap = discontinuity(of: record, after: stream) { throw .discontinuous(index: index, gap) }
            let line = Line(
                id: record.id,
                type: record.type,
                subject: subject,
                recordedTime: record.recordedTime,
                bytes: record.bytes
            )
            guard try add(line, to: stream) else { throw .discontinuous(index: index, .repeatedID(record.id)) }
            index += 1
        }
    }

    private func next(_ source: any RecordSource) throws(EventLogError) -> Record? {
        do { return try source.next() } catch { throw .sourceStopped }
    }

    private func discontinuity(of record: Record, after stream: StreamEnd) -> Discontinuity? {
        let expected = stream.version + 1
        if record.streamVersion != expected {
            return .streamVersion(subject: record.subject, expected: expected, found: record.streamVersion)
        }
        if let recordedTime, record.recordedTime < recordedTime { return .recordedTimeDecreases }
        return nil
    }
}
