package import LedgerDomain
import LedgerValues

/// That one signing key takes the place of another.
///
/// The old key signs it: so whoever trusts the old one may trust the new one.
package struct KeySuccession: Equatable, Sendable {
    package let old, new: VerifierKey

    package init(from old: VerifierKey, to new: VerifierKey) {
        (self.old, self.new) = (old, new)
    }

    /// What is signed: never a checkpoint, whose second line is a number.
    private var text: String { "\(old.name)\nsigning key replaced\n\(new)\n" }

    /// The old key's signature, as the line of a note has it after the key's name.
    package func signature(by signer: NoteSigner) throws(NoteError) -> String {
        let note = try SignedNote(text: text, signedBy: signer)
        return note.signatures[0].encoded
    }

    package func isSigned(_ signature: String) -> Bool {
        let bytes = Array("\(text)\n— \(old.name) \(signature)\n".utf8)
        guard let note = try? SignedNote(bytes), note.signatures.count == 1 else { return false }
        return (try? note.verified(by: [old])) != nil
    }
}

extension CustodyEvent {
    /// Whether the old key says itself that the new one takes its place; nil if the event has no signature.
    ///
    /// `origin` is the name of the ledger's keys.
    package func isSignedByOldKey(of origin: String) -> Bool? {
        guard case .signingKeyReplaced(let old, let new, _, let signature?) = self else { return nil }
        guard let old = try? VerifierKey(old), let new = try? VerifierKey(new),
            [old, new].allSatisfy({ $0.name.utf8.elementsEqual(origin.utf8) })
        else { return false }
        return KeySuccession(from: old, to: new).isSigned(signature)
    }
}
