import ArgumentParser
import Glibc
import LedgerOperations
import LedgerValues

extension KeysGroup {
    struct DestroySeal: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "destroy-seal",
            abstract: "Erase the sealing keys: no sealed value can be read again, ever.",
            discussion: """
                Overwrites keys/seal.key with zeros and removes it. Records stay as they are, so every proof stays valid \
                and every query still answers; what is sealed in them stays sealed for ever. Revisions with environment \
                values cannot be registered again from the log. It erases nothing unless every copy of the keys is \
                destroyed too: backups, snapshots, and what a file system that copies on write or a solid-state disk keeps.

                Afterwards an event with a value to seal is refused, until 'keys rotate-seal --new' makes a new key.

                  stackledger keys destroy-seal
                  stackledger keys destroy-seal -y
                """
        )

        @Flag(name: .shortAndLong, help: "Do not ask.")
        var yes = false

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let ledger = try ledger.open(for: .writing)
            _ = try ledger.log()
            let file = try SealKeyFile.inUse(ledger: ledger.directory)
            guard file.exists else { throw OperationError.keys(.noSealingKey(path: file.path)) }
            try confirm(file)
            try file.locked { () throws(OperationError) in try file.erase() }
            let listing = Listing(columns: ["destroyed"], rows: [[.string(file.path)]])
            listing.print(as: output.format) {
                "Destroyed \(file.path). Destroy its backups too. Proofs of this ledger stay valid."
            }
        }

        private func confirm(_ file: SealKeyFile) throws(Failure) {
            if yes { return }
            guard isatty(STDIN_FILENO) == 1 else { throw .usage(.noTerminal(keys: file.path)) }
            let warning =
                "Every sealed value of this ledger becomes unreadable for ever. There is no way back but a backup of"
            try Confirmation.ask(
                "\(warning)\n\(file.path.escapingControls).\nDestroy the keys?",
                undone: "nothing was destroyed"
            )
        }
    }
}
