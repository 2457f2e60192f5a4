import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerSQLite

struct KeysGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of a ledger: what signs its checkpoints, and what seals its secret values.",
        discussion: """
            They are in the folder keys of the ledger, readable by its owner alone. Keep copies of them apart from \
            the log: a copy of the log without its keys shows no value, and cannot sign.

              stackledger keys generate
              stackledger keys show > ledger.vkey
            """,
        subcommands: [Generate.self, Show.self, List.self]
    )
}

extension KeysGroup {
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the key that signs this ledger's checkpoints, and print its public half."
        )

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            let ledger = try OpenLedger.forReading(ledger)
            let signer = try SigningKeyFile(ledger: ledger.directory).create(for: ledger.log.ledger)
            StandardOutput.write("\(signer.verifierKey)\n")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the public key that checks this ledger's checkpoints and proofs.",
            discussion: """
                  stackledger keys show > ledger.vkey
                  stackledger verify --proof 1234.tlog-proof --key "$(cat ledger.vkey)"
                """
        )

        @OptionGroup var ledger: LedgerOptions

        func run() throws {
            let signer = try SigningKeyFile(ledger: try ledger.directory()).requireSigner()
            StandardOutput.write("\(signer.verifierKey)\n")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the ledger's keys: what each is for and its id, never the key itself."
        )

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var output: OutputOptions

        func run() throws {
            let directory = try ledger.directory()
            var rows: [[JSONValue]] = []
            let file = SigningKeyFile(ledger: directory)
            if let key = try file.signer()?.verifierKey {
                let signed =
                    try file.lastCheckpoint(by: key).map { "last signed \($0.size) events" } ?? "signed nothing yet"
                rows.append(["signing", .string(key.idText), .string(file.key.path), .string(signed)])
            }
            let listing = Listing(columns: ["purpose", "id", "source", "detail"], rows: rows)
            listing.print(as: output.format) {
                var table = TextTable("purpose", "id", "source", "detail")
                for row in rows { table.add(row.map { .init($0.string ?? "") }) }
                return table.rendered()
            }
        }
    }
}
