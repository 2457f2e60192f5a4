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
            abstract: "Make the key that signs this ledger's checkpoints, and print its public half.",
            discussion: """
                A key signs nothing that does not begin with what it signed before. So after a restore that lost \
                what it had signed, another must take its place; the log says so, and what the old one signed stays \
                verifiable with --key OLD.

                  stackledger keys generate
                  stackledger keys generate --replace -m "restored after the loss of a disk"
                """
        )

        @Flag(help: "Put a new key in the place of the one that is there, which is kept beside it.")
        var replace = false

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var actor: ActorOptions

        func run() throws {
            if replace { return try runReplacing() }
            guard reason.reason == nil else {
                throw Failure.usage("a reason without --replace", hint: "leave it out: there is no key yet")
            }
            let ledger = try OpenLedger.forReading(ledger)
            let signer = try SigningKeyFile(ledger: ledger.directory).create(for: ledger.log.ledger)
            StandardOutput.write("\(signer.verifierKey)\n")
        }

        private func runReplacing() throws(Failure) {
            let reason = try reason.required(for: "replacing the key")
            let actor = try actor.name()
            let ledger = try OpenLedger.forWriting(ledger)
            let file = SigningKeyFile(ledger: ledger.directory)
            let signer = try file.replace(for: ledger.log.ledger) { (old, new) throws(Failure) in
                let event = CustodyEvent.signingKeyReplaced(old: "\(old)", new: "\(new)", reason: reason)
                try Self.append(EventDraft(event, of: ledger.log.ledger, by: actor), to: ledger.log)
            }
            StandardOutput.write("\(signer.verifierKey)\n")
        }

        private static func append(_ event: EventDraft, to log: SQLiteEventLog) throws(Failure) {
            do { _ = try log.append([event], to: event.subject, expecting: .any) } catch { throw Failure(error) }
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
