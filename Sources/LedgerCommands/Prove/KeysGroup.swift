import ArgumentParser

/// What is done with the keys of a ledger.
struct KeysGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Change or destroy the keys of a ledger.",
        discussion: """
            Environment values, and what looks like a credential elsewhere in a task definition, are sealed before they \
            are written. The sealing keys come from STACKLEDGER_SEAL_KEY, else from what the command in \
            STACKLEDGER_SEAL_KEY_COMMAND prints (run by /bin/sh, within 10 seconds, without a terminal), else from \
            keys/seal.key in the ledger's directory. The form is always the same: 64 hexadecimal digits a key, white \
            space between keys, the oldest first. The last one seals, each of them opens; the first one tells whether two \
            values are equal.

              stackledger keys rotate-seal
              STACKLEDGER_SEAL_KEY_COMMAND='pass show shop-ledger' stackledger show shop:42 --reveal
            """,
        subcommands: [
            RotateSeal.self,
            DestroySeal.self,
        ]
    )
}
