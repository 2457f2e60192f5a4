import LedgerConformance
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing

struct `A log in a directory` {
    @Test(arguments: EventLogSuite.Check.allCases)
    func `passes the suite of all logs`(check: EventLogSuite.Check) async throws {
        let directory = try TemporaryDirectory()
        _ = try SQLiteEventLog.create(at: directory.path, id: .sample, clock: { .noon })
        try await EventLogSuite { try SQLiteEventLog.open(at: directory.path, clock: $0) }.run(check)
    }
}
