import LedgerDomain
import LedgerLog
import Testing

struct `The succession of a key` {
    private let name = "stackledger/0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071"

    private func signer(_ byte: UInt8, _ name: String? = nil) throws -> NoteSigner {
        try NoteSigner(name: name ?? self.name, seed: Array(repeating: byte, count: 32))
    }

    @Test func `is signed by the old key alone`() throws {
        let (old, new) = (try signer(1), try signer(2))
        let succession = KeySuccession(from: old.verifierKey, to: new.verifierKey)
        let signature = try succession.signature(by: old)
        #expect(succession.isSigned(signature))
        #expect(!succession.isSigned(try succession.signature(by: new)))
        #expect(!KeySuccession(from: old.verifierKey, to: old.verifierKey).isSigned(signature))
        for text in ["", "AAAA", "\(signature)\n— \(name) \(signature)", "!"] { #expect(!succession.isSigned(text)) }
    }

    @Test func `counts only between keys of one ledger`() throws {
        let (old, new, other) = (try signer(1), try signer(2), try signer(3, "stackledger/other"))
        func event(_ old: NoteSigner, _ new: NoteSigner, signed: Bool = true) throws -> CustodyEvent {
            let succession = KeySuccession(from: old.verifierKey, to: new.verifierKey)
            let signature = signed ? try succession.signature(by: old) : nil
            return .signingKeyReplaced(
                old: "\(old.verifierKey)",
                new: "\(new.verifierKey)",
                reason: "x",
                signature: signature
            )
        }
        #expect(try event(old, new).isSignedByOldKey(of: name) == true)
        #expect(try event(old, other).isSignedByOldKey(of: name) == false)
        #expect(try event(other, new).isSignedByOldKey(of: name) == false)
        #expect(try event(old, new, signed: false).isSignedByOldKey(of: name) == nil)
    }
}
