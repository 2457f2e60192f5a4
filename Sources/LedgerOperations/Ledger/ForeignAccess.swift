import LedgerSystem
import LedgerViews

/// Why a ledger's files are not only its user's: whoever else can change them would decide what is deployed.
package struct ForeignAccess: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// It belongs to the user of this name.
        case owner(String)
        /// Its group or everybody may write to it.
        case writable
    }

    /// The ledger's directory, as an absolute path.
    package let ledger: String
    /// The directory or the file in it.
    package let path: String
    package let kind: Kind
}

extension LedgerDirectory {
    /// The variable that names directories which are trusted whoever owns them: absolute paths separated by `:`, or `*`.
    package static let safeDirectories = "STACKLEDGER_SAFE_DIRECTORY"

    /// What only the owner may read, too.
    package static let privateNames = [
        "log.db", "head.json", "write.lock", "views.db", "keys", "keys/seal.key", "keys/signing.key",
        "keys/last.checkpoint",
    ]
    private static let otherNames = [
        "log.db-wal", "log.db-shm", "log.db-journal", "views.db-wal", "views.lock", "leases", "seal-allow",
    ]

    /// Nil if the directory and its files belong to this user or root, and nobody else may write to them; also if there is
    /// no directory.
    package var foreignAccess: ForeignAccess? {
        guard let found = foreign(path) ?? foreignFile, !isDeclaredSafe else { return nil }
        return found
    }

    private var foreignFile: ForeignAccess? {
        for name in Self.privateNames + Self.otherNames {
            if let found = foreign("\(path)/\(name)") { return found }
        }
        return nil
    }

    private func foreign(_ file: String) -> ForeignAccess? {
        for ownership in [FileOwnership(file, ofLink: true), FileOwnership(file)].compactMap(\.self) {
            if !ownership.isOwn { return access(to: file, .owner(ownership.ownerName)) }
            if ownership.isSharedForWriting { return access(to: file, .writable) }
        }
        return nil
    }

    private func access(to file: String, _ kind: ForeignAccess.Kind) -> ForeignAccess {
        ForeignAccess(ledger: DurableFile.resolved(path) ?? path, path: file, kind: kind)
    }

    private var isDeclaredSafe: Bool {
        guard let declared = Environment[Self.safeDirectories] else { return false }
        let own = FileIdentity(path)
        return declared.split(separator: ":").contains { entry in
            entry == "*" || (entry.hasPrefix("/") && FileIdentity(String(entry)) == own)
        }
    }

    /// What is found, written to or acted on must be this user's own.
    package func requireOwn() throws(OperationError) {
        if let access = foreignAccess { throw .keeping(.foreign(access)) }
    }
}

extension StoredTree {
    /// What the ledger's views store; nil if somebody else may have written them.
    init?(ofLedger directory: String) throws(ViewError) {
        guard LedgerDirectory(directory).foreignAccess == nil else { return nil }
        try self.init(directory: directory)
    }
}
