import LedgerConformance
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

struct `A log of a dry run` {
    private let storage = InMemoryEventLog.Storage()

    private var log: InMemoryEventLog { InMemoryEventLog(storage) { .noon } }

    private func rehearsal() throws -> RehearsalLog { try RehearsalLog(over: log) { .noon } }

    @Test func `is longer by what is appended, and the log below stays as it is`() throws {
        _ = try log.append([.samples(1...2, to: "a"), .samples(3...3, to: "b")])
        let (head, tried) = (try log.head(), try rehearsal())
        let places = try tried.append([.samples(4...4, to: "a", expecting: .exactly(2)), .samples(5...5, to: "c")])
        #expect(places.map(\.position) == [4, 5] && places.map(\.streamVersion) == [3, 1])
        #expect(try tried.append([.samples(6...6, to: "a", expecting: .exactly(3))]).map(\.streamVersion) == [4])

        #expect(try tried.records(after: 2, limit: 3).map(\.position) == [3, 4, 5])
        #expect(try tried.records(of: "a", after: 0, limit: 9).map(\.position) == [1, 2, 4, 6])
        #expect(try tried.records(of: "a", after: 1, limit: 2).map(\.position) == [2, 4])
        #expect(try tried.records(of: "a", after: 3, limit: 9).map(\.position) == [6])
        #expect(try tried.record(id: EventDraft.sample(5).id)?.position == 5)
        #expect(try tried.record(id: EventDraft.sample(2).id)?.position == 2)
        #expect(try tried.subjects(withPrefix: "") == ["a", "b", "c"])
        let whole = try tried.records(after: 0, limit: 9)
        #expect(try tried.head().frontier == whole.frontier && whole.map(\.position) == Array(1...6))
        #expect(tried.appended.map(\.position) == [4, 5, 6])
        #expect(try log.head() == head)
    }

    @Test func `decides like the log below`() throws {
        _ = try log.append([.samples(1...2, to: "a")])
        let tried = try rehearsal()
        #expect(throws: EventLogError.conflict(subject: "a", expected: 1, actual: 2)) {
            try tried.append([.samples(3...3, to: "b"), .samples(4...4, to: "a", expecting: .exactly(1))])
        }
        #expect(tried.appended.isEmpty)
        #expect(try tried.append([.samples(2...2, to: "a")]).map(\.isRepeat) == [true])
        _ = try tried.append([.samples(3...3, to: "a/b")])
        #expect(try tried.append([.samples(3...3, to: "a/b")]).map(\.isRepeat) == [true])
        let two = StreamWrite(subject: "a", expected: .streams(2), events: [])
        let one = StreamWrite(subject: "a", expected: .streams(1), events: [])
        #expect(try tried.append([two]).isEmpty)
        #expect(throws: EventLogError.conflict(subject: "a", expected: 1, actual: 2)) { try tried.append([one]) }
    }

    @Test func `sees nothing that is appended below since`() throws {
        _ = try log.append([.samples(1...1, to: "a")])
        let tried = try rehearsal()
        _ = try log.append([.samples(2...2, to: "a")])
        #expect(try tried.append([.samples(3...3, to: "a")]).map(\.position) == [2])
        #expect(try tried.records(of: "a", after: 0, limit: 9).map(\.position) == [1, 2])
        #expect(try tried.record(id: EventDraft.sample(2).id) == nil)
        #expect(
            try tried.records(after: 0, limit: 9).map { try $0.read().id } == [1, 3].map { EventDraft.sample($0).id }
        )
    }
}
