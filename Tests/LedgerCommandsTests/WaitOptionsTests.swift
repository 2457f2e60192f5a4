import ArgumentParser
import LedgerOperations
import Testing

@testable import LedgerCommands

struct `How long a command waits` {
    @Test func `is read in seconds, minutes and hours`() throws {
        let limits = try WaitOptions.parse(["--poll", "0s", "--timeout", "2h", "--lock-wait", "90"]).limits()
        #expect(limits == TimeLimits(lock: .seconds(90), outcome: .seconds(7_200), poll: .zero))
        #expect(try WaitOptions.parse([]).limits() == TimeLimits())
    }

    @Test func `is never negative`() throws {
        let options = try WaitOptions.parse(["--timeout=-5"])
        #expect(throws: Failure.self) { try options.limits() }
    }
}
