import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerValues

struct KeysGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of a ledger: what signs its checkpoints, and what seals its secret values.",
        discussion: """
            They are in the folder keys of the ledger, readable by its owner alone. Keep copies of them apart from \
            the log: a copy of the log without its keys shows no value, and cannot sign.

            Environment values, and what looks like a credential elsewhere in a task definition, are sealed before they \
            are written. The sealing keys come from STACKLEDGER_SEAL_KEY, else from what the command in \
            STACKLEDGER_SEAL_KEY_COMMAND prints (run by /bin/sh, within 10 seconds, without a terminal), else from \
            keys/seal.key in the ledger's directory. The form is always the same: 64 hexadecimal digits a key, white \
            space between keys, the oldest first. The last one seals, each of them opens; the first one tells whether two \
            values are equal.

              stackledger keys generate
              stackledger keys show > ledger.vkey
              stackledger keys rotate-seal
              STACKLEDGER_SEAL_KEY_COMMAND='pass show shop-ledger' stackledger show shop:42 --reveal
            """,
        subcommands: [Generate.self, Show.self, List.self, RotateSeal.self, DestroySeal.self]
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

        @Flag(help: "Replace the signing key; the old one is kept beside it.")
        var replace = false

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var actor: CallerOptions

        func run() throws {
            if replace { return try runReplacing() }
            guard reason.reason == nil else { throw Failure.usage(.reasonUnused(option: "--replace")) }
            let ledger = try ledger.open(for: .reading)
            let signer = try SigningKeyFile(ledger: ledger.directory).create(for: try ledger.log().ledger)
            StandardOutput.write("\(signer.verifierKey)\n")
        }

        private func runReplacing() throws {
            let reason = try reason.required(for: "replacing the key")
            let caller = try actor.name()
            let ledger = try ledger.open(for: .writing)
            let id = try ledger.log().ledger
            let file = SigningKeyFile(ledger: ledger.directory)
            let signer = try file.replace(for: id, because: reason) { event throws(OperationError) in
                try ledger.record(EventBatch(.custody(event), in: .ledger(id)), by: caller)
            }
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
                rows.append(["signing", .string(key.idText), .string(file.path), .string(signed)])
            }
            let keys = SealKeys(ledger: directory)
            let ids: [String]
            do { ids = try keys.ring().ids } catch {
                guard case .noKey = error else { throw OperationError.sealing(error) }
                ids = []
            }
            for (index, id) in ids.enumerated() {
                let detail = [index == 0 ? "tells what is equal" : nil, id == ids.last ? "seals" : nil, "opens"]
                let text = detail.compactMap(\.self).joined(separator: ", ")
                rows.append(["sealing", .string(id), .string(keys.origin.name), .string(text)])
            }
            let listing = Listing(columns: ["purpose", "id", "source", "detail"], rows: rows)
            listing.print(as: output.format) {
                TextTable.text(
                    of: rows,
                    ["purpose", "id", "source", "detail"].enumerated().map { index, name in
                        ListColumn(name) { $0[index].string }
                    }
                )
            }
        }
    }
}
