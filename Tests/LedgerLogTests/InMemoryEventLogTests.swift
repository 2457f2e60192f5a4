import LedgerConformance
import LedgerLog
import LedgerTesting
import Testing

struct `A log in memory` {
    @Test(arguments: EventLogSuite.Check.allCases)
    func `passes the suite of all logs`(check: EventLogSuite.Check) async throws {
        let storage = InMemoryEventLog.Storage()
        try await EventLogSuite { InMemoryEventLog(storage, clock: $0) }.run(check)
    }
}
