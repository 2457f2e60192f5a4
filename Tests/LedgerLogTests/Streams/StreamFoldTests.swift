import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

struct `A fold of a stream` {
    private struct Numbers: StreamFold {
        var version = 0
        private(set) var numbers: [Int64] = []
        private(set) var positions: [Int] = []

        mutating func take(_ record: Record, at position: Int) {
            numbers.append(record.data["number"]?.integer ?? -1)
            positions.append(position)
        }
    }

    private let log = InMemoryEventLog(clock: { .noon })

    @Test(arguments: [0, 1, 499, 500, 501, 1_000])
    func `has every record of its stream in order`(count: Int) throws {
        _ = try log.append([.samples([5_000], to: "stack/other"), .samples(0..<count)])
        var fold = Numbers()
        try fold.read(.stack("shop"), in: log)
        #expect(fold.numbers == (0..<count).map(Int64.init))
        #expect(fold.positions == (0..<count).map { $0 + 2 })
        #expect(fold.version == count)
    }

    @Test func `reads only what is new`() throws {
        var fold = Numbers()
        for numbers in [0..<3, 3..<3, 3..<10] {
            _ = try log.append([.samples(numbers)])
            try fold.read(.stack("shop"), in: log)
        }
        #expect(fold.numbers == (0..<10).map(Int64.init))
        #expect(fold.version == 10)
    }

    @Test func `counts a record that cannot be read`() throws {
        _ = try log.append([.samples(0..<3)])
        var fold = Numbers()
        try fold.read(.stack("shop"), in: DamagedLog(log: log, position: 2))
        #expect(fold.numbers == [0, 2])
        #expect(fold.version == 3)
    }
}

/// A log in which the record at a position is not JSON.
private struct DamagedLog: EventLogWrapper {
    let log: any EventLog
    let position: Int

    func records(of subject: String, after version: Int, limit: Int) throws(EventLogError) -> [StoredRecord] {
        try log.records(of: subject, after: version, limit: limit).map { stored in
            stored.position == position ? StoredRecord(position: position, bytes: [], leaf: stored.leaf) : stored
        }
    }
}
