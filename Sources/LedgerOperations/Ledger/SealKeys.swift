package import LedgerLog
import LedgerSystem
import Synchronization

/// The sealing keys of a ledger, and what it lets stand in the clear, read when they are first asked for.
///
/// The keys come from `STACKLEDGER_SEAL_KEY`, else from what the command in `STACKLEDGER_SEAL_KEY_COMMAND` prints, else
/// from `keys/seal.key` in the ledger's directory; always in one form, see ``SealingKeyRing/init(text:)``.
package final class SealKeys: SealingSource {
    package static let variable = Environment.sealKey
    package static let command = Environment.sealKeyCommand

    private let directory: String
    private let known = Mutex<(ring: SealingKeyRing?, allowed: SealAllowList?)>((nil, nil))

    package init(ledger directory: String) {
        self.directory = directory
    }

    package var origin: SealKeyOrigin {
        if Environment[Self.variable] != nil { return .variable(Self.variable) }
        return Environment[Self.command] != nil ? .command : .file(SealKeyFile(ledger: directory).path)
    }

    package func ring() throws(SealingError) -> SealingKeyRing {
        try known.withLock { known throws(SealingError) in
            if let ring = known.ring { return ring }
            guard let ring = SealingKeyRing(text: try text()) else { throw .malformed(origin) }
            known.ring = ring
            return ring
        }
    }

    /// Whether keys from elsewhere begin with another one than the ledger's own file: what is sealed with them cannot be
    /// compared with what was sealed before.
    package func hasOtherOldest(_ ring: SealingKeyRing) -> Bool {
        if case .file = origin { return false }
        guard let text = try? SealKeyFile(ledger: directory).contents(), let own = SealingKeyRing(text: text) else {
            return false
        }
        return own.ids.first != ring.ids.first
    }

    private func text() throws(SealingError) -> String {
        if let given = Environment[Self.variable] { return given }
        if let command = Environment[Self.command] { return try SealKeyCommand(command).output() }
        return try SealKeyFile(ledger: directory).contents()
    }

    package func allowList() throws(SealingError) -> SealAllowList {
        try known.withLock { known throws(SealingError) in
            if let allowed = known.allowed { return allowed }
            let allowed = try readAllowList()
            known.allowed = allowed
            return allowed
        }
    }

    private func readAllowList() throws(SealingError) -> SealAllowList {
        let path = "\(directory)/seal-allow"
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(path).bytes } catch {
            if error == .missing { return SealAllowList() }
            throw .allowListUnreadable(path: path, reason: error.reason)
        }
        do { return try SealAllowList(text: String(decoding: bytes, as: UTF8.self)) } catch {
            throw .invalidAllowListLine(path: path, error)
        }
    }
}
