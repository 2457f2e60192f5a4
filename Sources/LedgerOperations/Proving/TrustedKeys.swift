package import LedgerLog

/// Whose signatures count.
package enum TrustedKeys {
    static func read(_ texts: [String]) throws(OperationError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in texts {
            do { keys.append(try VerifierKey(text)) } catch {
                throw .input(.badVerifierKey(error.description))
            }
        }
        return keys
    }

    /// The keys that were given, else that of the ledger in `directory`.
    package static func given(_ texts: [String], orOf directory: String?) throws(OperationError) -> [VerifierKey] {
        let given = try read(texts)
        guard given.isEmpty, let directory else { return given }
        return try SigningKeyFile(ledger: directory).signer().map { [$0.verifierKey] } ?? []
    }

    package static func require(_ keys: [VerifierKey]) throws(OperationError) -> [VerifierKey] {
        guard keys.isEmpty else { return keys }
        throw .input(.noVerifierKey)
    }
}
