import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

struct `A transaction` {
    private static let subject = "stack/shop"

    /// An error of the caller.
    private enum Failure: Error, Equatable {
        case refused(version: Int)
        case log(EventLogError)
    }

    private let log = RivalledLog(InMemoryEventLog(clock: { .noon }))

    /// Appends `events`, expecting the stream as it is now.
    private func decide(_ events: [EventDraft], _ versions: inout [Int]) throws(Failure) -> Decision<[Place]> {
        let version: Int
        do { version = try log.allRecords(of: Self.subject).count } catch { throw .log(error) }
        versions.append(version)
        return .append(
            [StreamWrite(subject: Self.subject, expected: .exactly(version), events: events)],
            value: { $0 }
        )
    }

    @Test func `appends what was decided`() throws {
        var versions: [Int] = []
        let places = try log.transact(orLogFailure: Failure.log) { () throws(Failure) in
            try decide([.sample(1), .sample(2)], &versions)
        }
        #expect(places.map(\.position) == [1, 2])
        #expect(versions == [0])
    }

    @Test func `that has nothing to append appends nothing`() throws {
        let value = try log.transact(orLogFailure: Failure.log) { () throws(Failure) in Decision.done(7) }
        #expect(value == 7)
        #expect(try log.head().size == 0)
    }

    @Test func `is decided again on the new state after a conflict`() throws {
        let log = log
        log.beforeAppends(2) { appendAnother(to: log) }
        var versions: [Int] = []
        let places = try log.transact(orLogFailure: Failure.log) { () throws(Failure) in
            try decide([.sample(1)], &versions)
        }
        #expect(versions == [0, 1, 2])
        #expect(places.map(\.streamVersion) == [3])
        #expect(try log.head().size == 3)
    }

    @Test func `gives up when others are always first`() throws {
        let log = log
        log.beforeAppends(.max) { appendAnother(to: log) }
        var versions: [Int] = []
        let attempts = InMemoryEventLog.attempts
        #expect(
            throws: Failure.log(.conflict(subject: Self.subject, expected: attempts - 1, actual: attempts))
        ) {
            try log.transact(orLogFailure: Failure.log) { () throws(Failure) in
                try decide([.sample(1)], &versions)
            }
        }
        #expect(versions == Array(0..<attempts))
        #expect(try log.head().size == attempts)
    }

    @Test func `that is refused is not tried again`() throws {
        var versions: [Int] = []
        #expect(throws: Failure.refused(version: 0)) {
            try log.transact(orLogFailure: Failure.log) { () throws(Failure) -> Decision<[Place]> in
                _ = try decide([], &versions)
                throw .refused(version: versions.count - 1)
            }
        }
        #expect(versions == [0])
    }

    @Test func `may be refused after a conflict`() throws {
        let log = log
        log.beforeAppends { appendAnother(to: log) }
        var versions: [Int] = []
        #expect(throws: Failure.refused(version: 1)) {
            try log.transact(orLogFailure: Failure.log) { () throws(Failure) in
                let decision = try decide([.sample(1)], &versions)
                if versions.last != 0 { throw .refused(version: 1) }
                return decision
            }
        }
        #expect(versions == [0, 1])
    }

    @Test func `that somebody else has made already is a repeat`() throws {
        let log = log
        log.beforeAppends {
            _ = try? log.log.append([EventDraft.sample(1)], to: Self.subject, expecting: .any)
        }
        var versions: [Int] = []
        let places = try log.transact(orLogFailure: Failure.log) { () throws(Failure) in
            try decide([.sample(1)], &versions)
        }
        #expect(versions == [0])
        #expect(places == [Place(position: 1, streamVersion: 1, isRepeat: true)])
        #expect(try log.head().size == 1)
    }

    @Test func `is decided again after other errors only where the caller says so`() throws {
        _ = try log.append([EventDraft.sample(1)], to: Self.subject, expecting: .any)
        let reused = EventDraft.sample(1, text: "other")
        var versions: [Int] = []
        #expect(throws: Failure.log(.idReused(reused.id, position: 1))) {
            try log.transact(orLogFailure: Failure.log) { () throws(Failure) in try decide([reused], &versions) }
        }
        #expect(versions == [1])
        let places = try log.transact(
            orLogFailure: Failure.log,
            decidingAgainAfter: { error throws(Failure) in error == .idReused(reused.id, position: 1) },
            { () throws(Failure) in try decide([versions.count == 1 ? reused : .sample(2)], &versions) }
        )
        #expect(versions == [1, 1, 1])
        #expect(places.map(\.position) == [2])
    }
}

/// A rival's append to the same stream.
private func appendAnother(to log: RivalledLog) {
    guard let size = try? log.head().size else { return }
    _ = try? log.log.append([EventDraft.sample(1_000 + size)], to: "stack/shop", expecting: .any)
}
