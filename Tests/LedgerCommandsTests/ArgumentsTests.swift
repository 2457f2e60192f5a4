import LedgerCommands
import Testing

struct `No arguments at all` {
    /// A kernel that lets a program start so is old; ours adds an empty name.
    @Test func `are wrong usage`() {
        #expect(LedgerCommands.run(count: 0, words: nil) == 64)
    }
}
