import LedgerDomain
import Synchronization
import Testing

@testable import LedgerOperations

struct `A caller` {
    private let stage = StageID(StackName(rawValue: "shop"), StageName(rawValue: "dev"))

    @Test func `is told a note of one act once, and each step of it`() throws {
        let told = Mutex<[OperationReport]>([])
        let caller = try Caller(name: "ada") { report in told.withLock { $0.append(report) } }
        let act = caller.notingOnce()
        let step = OperationReport.step(stage, .waiting("for AWS"))
        let (first, second) = (OperationNote.ending(stage, version: 3), OperationNote.ending(stage, version: 4))
        for _ in 1...2 {
            act.note(first)
            act.report(step)
        }
        act.note(second)
        caller.notingOnce().note(first)
        #expect(told.withLock(\.self) == [.note(first), step, step, .note(second), .note(first)])
    }
}
