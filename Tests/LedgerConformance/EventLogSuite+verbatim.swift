internal import LedgerDomain
internal import LedgerLog
internal import LedgerTesting
internal import Testing
internal import LedgerValues

extension EventLogSuite {
    private func record(_ number: Int, version: Int, at time: Timestamp = .noon) throws -> Record {
        try Record(EventDraft.sample(number).encoded(streamVersion: version, recordedTime: time))
    }

    func appendsVerbatim() throws {
        let log = try log()
        _ = try log.append([.samples(1...1)])
        let records = try [record(2, version: 2), record(3, version: 3)]
        try log.append(verbatim: records)
        #expect(try log.records(after: 1, limit: 10).map(\.bytes) == records.map(\.bytes))
        #expect(try log.append([.samples(4...4, expecting: .exactly(3))]).map(\.position) == [4])
        #expect(try log.head().frontier == log.records(after: 0, limit: 10).frontier)
    }

    func refusesAVerbatimGap() throws {
        let log = try log()
        let gap = Discontinuity.streamVersion(subject: "stack/shop", expected: 2, found: 3)
        #expect(throws: EventLogError.discontinuous(index: 1, gap)) {
            try log.append(verbatim: [record(1, version: 1), record(2, version: 3)])
        }
        #expect(try log.head().size == 0)
    }

    func refusesVerbatimTimeGoingBack() throws {
        let log = try log()
        let early = Timestamp(microseconds: Timestamp.noon.microseconds - 1)
        #expect(throws: EventLogError.discontinuous(index: 1, .recordedTimeDecreases)) {
            try log.append(verbatim: [record(1, version: 1), record(2, version: 2, at: early)])
        }
        #expect(try log.head().size == 0)
    }

    func refusesAVerbatimRepeat() throws {
        let log = try log()
        _ = try log.append([.samples(1...1)])
        let id = EventDraft.sample(1).id
        #expect(throws: EventLogError.discontinuous(index: 1, .repeatedID(id))) {
            try log.append(verbatim: [record(2, version: 2), record(1, version: 3)])
        }
        #expect(try log.head().size == 1)
    }

    func appendsNothingWhenItsSourceStops() throws {
        let log = try log()
        #expect(throws: EventLogError.sourceStopped) {
            try log.append(verbatim: StoppingSource([record(1, version: 1)]))
        }
        #expect(try log.head().size == 0)
        try log.append(verbatim: [record(1, version: 1)])
        #expect(try log.head().size == 1)
    }
}

/// Returns its records and then throws.
private final class StoppingSource: RecordSource {
    private let list: RecordList

    init(_ records: [Record]) {
        list = RecordList(records)
    }

    func next() throws(RecordSourceStopped) -> Record? {
        guard let record = list.next() else { throw RecordSourceStopped() }
        return record
    }
}
