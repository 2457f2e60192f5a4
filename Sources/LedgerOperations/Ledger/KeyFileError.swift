package import LedgerLog
package import LedgerSystem

/// What is wrong with the files of a ledger's keys, or with what is asked of them.
package enum KeyFileError: Error, Equatable, Sendable {
    case sealingKeyFile(path: String, FileFault)
    /// There is no sealing key to destroy.
    case noSealingKey(path: String)
    case sealingKeyExists(path: String)
    /// The keys do not come from the ledger's file, so that a change of the file would change nothing.
    case sealingKeyElsewhere(SealKeyOrigin)
    case signingKeyFile(path: String, FileFault)
    case signingKeyReadableByOthers(path: String)
    case signingKeyDamaged(path: String, why: String)
    case signingKeyExists(path: String)
    case noSigningKey
    /// It is the key of another ledger.
    case foreignSigningKey(path: String, name: String, origin: String)
}
