import LedgerConformance
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing

/// Expects that a log is intact from its first to its last event, and contains `acknowledged`.
func expectWhole(
    _ path: String,
    holding acknowledged: some Sequence<WriterProcess.Acknowledged>,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let log = try SQLiteEventLog.open(at: path, clock: { .noon })
    let stored = try log.records(after: 0, limit: .max)
    let records = try stored.map { try $0.read() }
    #expect(stored.map(\.position) == stored.indices.map { $0 + 1 }, sourceLocation: sourceLocation)
    #expect(stored.allSatisfy { $0.leaf == MerkleFrontier.leaf($0.bytes) }, sourceLocation: sourceLocation)
    #expect(try log.head().frontier == stored.frontier, sourceLocation: sourceLocation)
    #expect((SQLiteEventLog.acknowledgedSize(at: path) ?? 0) <= stored.count, sourceLocation: sourceLocation)
    for (_, stream) in Dictionary(grouping: records, by: \.subject) {
        #expect(stream.map(\.streamVersion) == Array(1...stream.count), sourceLocation: sourceLocation)
    }
    let times = records.map(\.recordedTime)
    #expect(times == times.sorted(), sourceLocation: sourceLocation)
    let lost = acknowledged.filter { $0.position > records.count || records[$0.position - 1].id != $0.id }
    #expect(lost.isEmpty, sourceLocation: sourceLocation)
}
