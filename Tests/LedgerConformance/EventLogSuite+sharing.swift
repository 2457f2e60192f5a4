internal import LedgerDomain
internal import LedgerLog
internal import LedgerTesting
internal import Testing

extension EventLogSuite {
    func servesTwoWritersAtOnce() async throws {
        _ = try log()
        let count = 40
        try await withThrowingTaskGroup { group in
            for writer in 0..<2 {
                group.addTask { @concurrent in
                    let log = try log()
                    for number in 0..<count {
                        _ = try log.append([.samples([1 + writer * count + number], to: "stack/\(number % 3)")])
                    }
                }
            }
            try await group.waitForAll()
        }
        let stored = try log().records(after: 0, limit: 1_000)
        #expect(stored.map(\.position) == Array(1...2 * count))
        #expect(Set(try stored.map { try $0.read().id }).count == 2 * count)
        #expect(try log().head().frontier == stored.frontier)
    }

    func opensAgain() throws {
        let first = try log()
        _ = try first.append([.samples(1...3)])
        let again = try log()
        #expect(again.ledger == first.ledger)
        #expect(try again.head() == first.head())
        #expect(try again.records(after: 0, limit: 9) == first.records(after: 0, limit: 9))
        #expect(try again.append([.samples(4...4)]).map(\.position) == [4])
        #expect(try first.head().size == 4)
    }
}
