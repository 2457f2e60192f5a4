import ArgumentParser
import LedgerProcessor
import Testing

@testable import LedgerCommands

struct `How long a command waits` {
    @Test func `between two looks at AWS is at most what was asked for`() throws {
        let usual = try WaitOptions.parse([]).pace()
        #expect(usual.poll == .seconds(5) && usual.look == .seconds(2))
        let hurried = try WaitOptions.parse(["--poll", "1s"]).pace()
        #expect(hurried.poll == .seconds(1) && hurried.look == .seconds(1))
        #expect(try WaitOptions.parse(["--poll", "1m"]).pace().look == .seconds(2))
    }
}
