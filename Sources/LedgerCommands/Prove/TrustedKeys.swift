import ArgumentParser
import LedgerLog

/// Whose signatures count.
enum TrustedKeys {
    static func read(_ texts: [String]) throws(Failure) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for text in texts {
            do { keys.append(try VerifierKey(text)) } catch {
                throw .usage("--key: \(error.description)", hint: "stackledger keys show prints the ledger's own")
            }
        }
        return keys
    }

    /// The keys that were given, else that of the ledger in `directory`.
    static func given(_ texts: [String], orOf directory: String?) throws(Failure) -> [VerifierKey] {
        let given = try read(texts)
        guard given.isEmpty, let directory else { return given }
        return try SigningKeyFile(ledger: directory).signer().map { [$0.verifierKey] } ?? []
    }

    static func require(_ keys: [VerifierKey]) throws(Failure) -> [VerifierKey] {
        guard keys.isEmpty else { return keys }
        throw .usage("no key says whose signature counts", hint: "--key NAME+ID+KEY, as keys show prints it")
    }
}
