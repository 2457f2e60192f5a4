import ArgumentParser
import LedgerLog
import LedgerOperations
import LedgerValues

extension KeysGroup {
    struct RotateSeal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-seal",
            abstract: "Add a sealing key: what is recorded from now on is sealed with it.",
            discussion: """
                Values that are sealed already stay as they are, and the older keys go on opening them: keep all of \
                keys/seal.key. The oldest key also goes on telling whether two values are equal, so that what was \
                recorded before can be compared with what comes after. Anyone who obtains it cannot open new values, \
                but can test guesses of them: where that is not enough, begin a new ledger.

                After destroy-seal there is no key, and --new begins with one. Nothing that it seals compares as equal to \
                anything that was sealed before.

                  stackledger keys rotate-seal
                  stackledger keys rotate-seal --new
                """
        )

        @Flag(help: "Create the first key where there is none.")
        var new = false

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let ledger = try ledger.open(for: .writing)
            _ = try ledger.log()
            let file = try SealKeyFile.inUse(ledger: ledger.directory)
            try file.locked { () throws(OperationError) in try file.addKey(isNew: new) }
            let ring: SealingKeyRing
            do { ring = try ledger.keys.ring() } catch { throw OperationError.sealing(error) }
            let listing = Listing(
                columns: ["key", "keys"],
                rows: [[.string(ring.newest.id.hex), .array(ring.ids.map { .string($0) })]]
            )
            listing.print(as: output.format) {
                "Key \(ring.newest.id.hex) seals from now on. Back up \(file.path), apart from the log."
            }
        }
    }
}
