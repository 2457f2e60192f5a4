import Foundation
import LedgerTesting
import Testing

@Suite(.startsPrograms)
struct `The doctor` {
    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `has nothing to do about a ledger that can only be read`() throws {
        let sandbox = try Sandbox()
        let disk = try SmallDisk(bytes: 4 << 20)
        let ledger = "\(disk.path)/ledger"
        try sandbox.succeed("init", ledger)
        try sandbox.succeed("status", "--ledger", ledger)
        try disk.makeReadOnly()
        let answer = try sandbox.run("doctor", "--ledger", ledger)
        #expect(answer.status == 0 && answer.output.contains("may only read the ledger"), "\(answer)")
    }

    @Test func `says in one line what is not in order`() throws {
        let sandbox = try Sandbox.withLedger()
        chmod("\(sandbox.ledger)/log.db", 0o644)
        let answer = try sandbox.run("doctor")
        #expect(
            answer.status == 1 && answer.error.isErrorLine && answer.error.contains("not in order: files"),
            "\(answer)"
        )
        #expect(answer.output.contains("others may read log.db"))
    }
}
