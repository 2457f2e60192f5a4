internal import LedgerDomain
package import LedgerLog
internal import LedgerTesting
internal import Testing
internal import LedgerValues

extension EventLogSuite {
    func appendsAndReadsInOrder() throws {
        let log = try log()
        let places = try log.append([.samples(1...2, to: "a"), .samples(3...3, to: "b"), .samples(4...4, to: "a")])
        #expect(places.map(\.position) == [1, 2, 3, 4])
        #expect(places.map(\.streamVersion) == [1, 2, 1, 3])
        #expect(places.allSatisfy { !$0.isRepeat })

        let stored = try log.records(after: 0, limit: 10)
        #expect(stored.map(\.position) == [1, 2, 3, 4])
        #expect(try stored.map { try $0.read().subject } == ["a", "a", "b", "a"])
        #expect(stored.allSatisfy { $0.leaf == MerkleFrontier.leaf($0.bytes) })
        #expect(try log.records(of: "a", after: 1, limit: 10).map(\.position) == [2, 4])
        #expect(try log.record(id: EventDraft.sample(3).id) == stored[2])
        #expect(try log.record(at: 4) == stored[3])
        #expect(try log.head().frontier == stored.frontier)
        #expect(try stored[3].read().streamVersion == 3)
    }

    func readsPages() throws {
        let log = try log()
        let count = 1_001
        _ = try log.append([.samples(1...count)])
        #expect(try log.records(after: 0, limit: 500).map(\.position) == Array(1...500))
        #expect(try log.records(after: 500, limit: 500).map(\.position) == Array(501...1_000))
        #expect(try log.records(after: 1_000, limit: 500).map(\.position) == [1_001])
        #expect(try log.records(after: count, limit: 500).isEmpty)
        #expect(try log.allRecords(of: "stack/shop").map(\.position) == Array(1...count))
        #expect(try log.records(of: "stack/other", after: 0, limit: 500).isEmpty)
        #expect(try log.record(at: 0) == nil)
    }

    func refusesAConflict() throws {
        let log = try log()
        _ = try log.append([.samples(1...2, expecting: .exactly(0))])
        #expect(throws: EventLogError.conflict(subject: "stack/shop", expected: 1, actual: 2)) {
            try log.append([.samples(3...3, expecting: .exactly(1))])
        }
        #expect(throws: EventLogError.conflict(subject: "stack/new", expected: 1, actual: 0)) {
            try log.append([.samples(4...4, to: "stack/new", expecting: .exactly(1))])
        }
        #expect(try log.append([.samples(5...5, expecting: .exactly(2))]).map(\.position) == [3])
    }

    func appendsAllOrNothing() throws {
        let log = try log()
        _ = try log.append([.samples(1...1, to: "a")])
        let before = try log.head()
        #expect(throws: EventLogError.conflict(subject: "a", expected: 0, actual: 1)) {
            let fits = StreamWrite.samples(2...3, to: "b", expecting: .exactly(0))
            return try log.append([fits, .samples(4...4, to: "a", expecting: .exactly(0))])
        }
        #expect(try log.head() == before)
        #expect(try log.records(of: "b", after: 0, limit: 1).isEmpty)
        #expect(try log.append([.samples(2...3, to: "b", expecting: .exactly(0))]).map(\.position) == [2, 3])
    }

    /// Who recorded it is told beside the content.
    func repeatsWhatSomebodyElseRecorded() throws {
        let log = try log()
        var first = EventDraft.sample(1)
        first.recordedBy = "ana@host"
        var again = first
        again.recordedBy = "bob@host"
        #expect(try log.append([StreamWrite(subject: first.subject, expected: .any, events: [first])]).count == 1)
        let places = try log.append([StreamWrite(subject: first.subject, expected: .any, events: [again])])
        #expect(places.map(\.isRepeat) == [true])
        again.actor += "x"
        #expect(throws: EventLogError.idReused(first.id, position: 1)) {
            try log.append([StreamWrite(subject: first.subject, expected: .any, events: [again])])
        }
        #expect(try log.head().size == 1)
    }

    func guardsWithoutEvents() throws {
        let log = try log()
        _ = try log.append([.samples(1...1, to: "a")])
        let writes: [StreamWrite] = [.samples(2...2, to: "b"), .samples([], to: "a", expecting: .exactly(1))]
        #expect(try log.append(writes).map(\.position) == [2])
        _ = try log.append([.samples(3...3, to: "a")])
        #expect(throws: EventLogError.conflict(subject: "a", expected: 1, actual: 2)) {
            try log.append([.samples(4...4, to: "b"), .samples([], to: "a", expecting: .exactly(1))])
        }
        #expect(try log.append(writes).map(\.isRepeat) == [true])
        #expect(try log.head().size == 3)
    }

    func guardsTheNumberOfStreams() throws {
        let log = try log()
        _ = try log.append([.samples(1...1, to: "stage/a/x"), .samples(2...2, to: "stage/ab/x")])
        let writes: [StreamWrite] = [.samples([], to: "stage/a/", expecting: .streams(1)), .samples(3...3, to: "b")]
        #expect(try log.append(writes).map(\.position) == [3])
        _ = try log.append([.samples(4...4, to: "stage/a/y")])
        #expect(throws: EventLogError.conflict(subject: "stage/a/", expected: 1, actual: 2)) {
            try log.append([.samples([], to: "stage/a/", expecting: .streams(1)), .samples(5...5, to: "b")])
        }
        #expect(try log.append(writes).map(\.isRepeat) == [true])
        #expect(try log.head().size == 4)
    }

    func answersARepeatWithItsOldPlace() throws {
        let log = try log()
        _ = try log.append([.samples(1...3)])
        let places = try log.append([.samples(2...4)])
        #expect(places.map(\.position) == [2, 3, 4])
        #expect(places.map(\.streamVersion) == [2, 3, 4])
        #expect(places.map(\.isRepeat) == [true, true, false])
        #expect(try log.head().size == 4)
    }

    func answersARepeatBeforeAConflict() throws {
        let log = try log()
        let write = StreamWrite.samples(1...2, expecting: .exactly(0))
        let first = try log.append([write])
        _ = try log.append([.samples(3...3)])
        let again = try log.append([write])
        #expect(again.map(\.position) == first.map(\.position))
        #expect(again.map(\.isRepeat) == [true, true])
        #expect(throws: EventLogError.conflict(subject: "stack/shop", expected: 0, actual: 3)) {
            try log.append([.samples([1, 2, 4], expecting: .exactly(0))])
        }
    }

    func refusesAnIDWithOtherContent() throws {
        let log = try log()
        _ = try log.append([.samples(1...2)])
        let other = EventDraft.sample(2, text: "other")
        #expect(throws: EventLogError.idReused(other.id, position: 2)) {
            try log.append([.samples(3...3), StreamWrite(subject: other.subject, expected: .any, events: [other])])
        }
        #expect(throws: EventLogError.idReused(other.id, position: 2)) {
            try log.append([.samples([2], to: "stack/other")])
        }
        #expect(try log.head().size == 2)
    }

    func takesARepeatInsideOneCallOnce() throws {
        let log = try log()
        let places = try log.append([.samples([1, 2, 1])])
        #expect(places.map(\.position) == [1, 2, 1])
        #expect(places.map(\.isRepeat) == [false, false, true])
        let events = [EventDraft.sample(3), .sample(3, text: "other")]
        #expect(throws: EventLogError.idReused(events[0].id, position: 3)) {
            try log.append(events, to: "stack/shop", expecting: .any)
        }
        #expect(try log.head().size == 2)
    }

    func keepsStreamsApartByBytes() throws {
        let log = try log()
        let places = try log.append([.samples(1...1, to: "stack/é"), .samples(2...2, to: "stack/e\u{301}")])
        #expect(places.map(\.streamVersion) == [1, 1])
        #expect(try log.allRecords(of: "stack/é").map(\.position) == [1])
    }

    func listsSubjects() throws {
        let log = try log()
        let subjects = ["stage/b/x", "stage/a/y", "stack/a", "stage/a/x", "stage/ab/x"]
        _ = try log.append(subjects.enumerated().map { .samples([$0], to: $1) })
        #expect(try log.subjects(withPrefix: "stage/a/") == ["stage/a/x", "stage/a/y"])
        #expect(try log.subjects(withPrefix: "") == subjects.sorted())
        #expect(try log.subjects(withPrefix: "none").isEmpty)
    }

    func neverLetsRecordedTimeDecrease() throws {
        let early = Timestamp(microseconds: Timestamp.noon.microseconds - 1)
        _ = try log().append([.samples(1...1)])
        let log = try open { early }
        _ = try log.append([.samples(2...2)])
        #expect(try log.records(after: 0, limit: 2).map { try $0.read().recordedTime } == [.noon, .noon])
        #expect(try log.head().recordedTime == .noon)
    }

    func refusesALargeRecord() throws {
        let log = try log()
        func draft(_ number: Int, bytes: Int) -> EventDraft {
            let empty = EventDraft.sample(number, text: "").encoded(streamVersion: 1, recordedTime: .noon).count
            return .sample(number, text: String(repeating: "x", count: bytes - empty))
        }
        let large = draft(2, bytes: Record.largest + 1)
        #expect(throws: EventLogError.tooLarge(bytes: Record.largest + 1)) {
            try log.append([.sample(1), large], to: "stack/shop", expecting: .any)
        }
        #expect(try log.head().size == 0)
        _ = try log.append([draft(3, bytes: Record.largest)], to: "stack/shop", expecting: .any)
        #expect(try log.records(after: 0, limit: 1).first?.bytes.count == Record.largest)
    }

    /// An appended record must be readable again.
    func refusesADeepRecord() throws {
        let log = try log()
        func draft(_ number: Int, depth: Int) -> EventDraft {
            var draft = EventDraft.sample(number)
            draft.content = .plain((1..<depth).reduce([:]) { object, _ in ["in": .object(object)] })
            return draft
        }
        #expect(throws: EventLogError.tooDeep) {
            try log.append([.sample(1), draft(2, depth: JSONReader.deepest)], to: "stack/shop", expecting: .any)
        }
        #expect(try log.head().size == 0)
        _ = try log.append([draft(3, depth: JSONReader.deepest - 1)], to: "stack/shop", expecting: .any)
        #expect(try log.records(after: 0, limit: 1).first?.read().subject == "stack/shop")
    }
}

extension [StoredRecord] {
    package var frontier: MerkleFrontier {
        reduce(into: MerkleFrontier()) { $0.append($1.leaf) }
    }
}
