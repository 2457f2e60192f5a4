import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerValues

extension KeysGroup {
    struct RotateSeal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-seal",
            abstract: "Add a sealing key: what is recorded from now on is sealed with it.",
            discussion: """
                Values that are sealed already stay as they are, and the older keys go on opening them: keep all of \
                keys/seal.key. The oldest key also goes on telling whether two values are equal, so that what was \
                recorded before can be compared with what comes after. Who has got hold of it cannot open new values, \
                but can test guesses of them: where that is not enough, begin a new ledger.

                After destroy-seal there is no key, and --new begins with one. Nothing that it seals compares as equal to \
                anything that was sealed before.

                  stackledger keys rotate-seal
                  stackledger keys rotate-seal --new
                """
        )

        @Flag(help: "Begin with a key where there is none.")
        var new = false

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let open = try OpenLedger.forWriting(ledger)
            let file = try SealKeyFile.inUse(ledger: open.directory)
            try file.locked { () throws(Failure) in try addKey(to: file) }
            let ring: SealingKeyRing
            do { ring = try open.keys.ring() } catch { throw Failure(error) }
            let listing = Listing(
                columns: ["key", "keys"],
                rows: [[.string(ring.newest.id.hex), .array(ring.ids.map { .string($0) })]]
            )
            listing.print(as: output.format) {
                "Key \(ring.newest.id.hex) seals from now on. Back up \(file.path), apart from the log."
            }
        }

        private func addKey(to file: SealKeyFile) throws(Failure) {
            switch (file.exists, new) {
            case (true, false): try file.addKey()
            case (false, true): try file.create()
            case (true, true):
                throw Failure(
                    .refused,
                    "sealingKeyExists",
                    "\(file.path) has a sealing key",
                    hint: "leave --new out to add another"
                )
            case (false, false): throw Failure(.noKey(.file(file.path)))
            }
        }
    }
}

extension SealKeyFile {
    /// The file that a ledger's keys come from.
    ///
    /// - Throws: When they come from elsewhere; what is done to the file would change nothing then.
    static func inUse(ledger: String) throws(Failure) -> SealKeyFile {
        switch SealKeys(ledger: ledger).origin {
        case .file: return SealKeyFile(ledger: ledger)
        case .variable(let name):
            throw Failure(
                .refused,
                "sealingKeyElsewhere",
                "the sealing keys come from \(name)",
                hint: "change them where they are kept: the oldest first, a new one last; or unset \(name)"
            )
        case .command:
            throw Failure(
                .refused,
                "sealingKeyElsewhere",
                "the sealing keys come from \(SealKeys.command)",
                hint: "change what it prints: the oldest key first, a new one last; or unset \(SealKeys.command)"
            )
        }
    }
}
