import ArgumentParser
import LedgerProcessor
import Testing

@testable import LedgerCommands

struct `How long a command waits` {
    @Test
    func `between two looks at AWS is what was asked for, and before what was sent may show no less than that takes`()
        throws
    {
        let usual = try WaitOptions.parse([]).pace()
        #expect(usual.poll == .seconds(5) && usual.look == .seconds(2))
        let hurried = try WaitOptions.parse(["--poll", "1s"]).pace()
        #expect(hurried.poll == .seconds(1) && hurried.look == .seconds(2))
        let none = try WaitOptions.parse(["--poll", "0s"]).pace()
        #expect(none.poll == .zero && none.look == .zero)
    }

    @Test func `is no negative time`() throws {
        let options = try WaitOptions.parse(["--timeout=-5"])
        #expect(throws: Failure.self) { try options.pace() }
    }
}
