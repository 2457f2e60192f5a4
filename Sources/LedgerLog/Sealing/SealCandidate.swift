import LedgerDomain
import LedgerValues

/// A value that may need sealing, or is sealed.
struct SealCandidate {
    enum Kind {
        case environment
        /// Always secret, as a value of an environment; but earlier versions did not look for it.
        case hidden
        /// The value of an environment file: secret unless it is an ARN.
        case file
        /// `key` is the value's name in an object, `previous` the element before it in a list.
        case inline(key: String?, previous: String?)
        /// Any other text of a task definition.
        case definition(key: String?)
        case message
        /// Any other text: it may be JSON.
        case text
    }

    let value: JSONValue
    let path: SealPath
    let kind: Kind
    /// The nearest member below one that AWS does not have in a task definition.
    ///
    /// A misspelt `environment` holds what the right one would. It is sealed, but not required to be: earlier versions
    /// did not seal it, and AWS may know more than the table.
    let unknown: String?

    init(_ value: JSONValue, _ path: SealPath, _ kind: Kind, in place: SealPlace) {
        (self.value, self.path, self.kind, unknown) = (value, path, kind, place.unknown)
    }

    /// The text that is sealed: a string as it is, any other value as JSON.
    var text: String { value.string ?? CanonicalJSON.text(value) }

    /// The path under which earlier versions sealed a value below an unknown member.
    var earlierPath: SealPath? {
        unknown.map { SealPath(family: path.family, container: path.container, name: $0) }
    }

    /// The rule that finds a credential in the value.
    var credential: CredentialRule? {
        switch kind {
        case .inline, .definition: credentialText.credential
        case .environment, .hidden, .file, .message, .text: nil
        }
    }

    var credentials: [String] { credentialText.credentials }

    private var credentialText: CredentialText {
        switch kind {
        case .inline(let key, let previous): CredentialText(text, under: key, after: previous)
        case .definition(let key): CredentialText(text, under: key)
        case .environment, .hidden, .file, .message, .text: CredentialText(text)
        }
    }

    /// Whether the value has to be sealed; `isAllowed` is asked only for what has the looks of a credential.
    func isSecret<Failure: Error>(
        unless isAllowed: (SealPath) throws(Failure) -> Bool
    ) throws(Failure) -> Bool {
        if unknown != nil, value.string != nil { return true }
        switch kind {
        case .environment, .hidden: return true
        case .file: return text != "s3" && !Array(text.utf8)[...].isARN
        case .inline, .definition, .text:
            guard credential != nil || value.string?.maskedDocument != nil else { return false }
            return !(try isAllowed(path))
        case .message: return false
        }
    }

    /// A message without the credentials in it; nil if it has none.
    var maskedMessage: JSONValue? {
        guard let text = value.string else { return nil }
        let masked = CredentialText(text.maskedDocument ?? text).masked(with: JSONValue.mask)
        return masked == text ? nil : .string(masked)
    }
}

extension String {
    /// Where an object or a list in JSON can begin in this text, perhaps after some words; nil if nowhere.
    private var beginOfDocument: String.Index? {
        utf8.firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") }
    }

    var mayHoldDocument: Bool { beginOfDocument != nil }

    /// This text with the secrets masked that the JSON in it holds; nil if it has none.
    ///
    /// There may be several values. What comes after the last one is left out: nobody knows what it is.
    var maskedDocument: String? {
        guard let start = beginOfDocument else { return nil }
        var masker = Masker()
        var texts: [String] = []
        var hasSecrets = false
        let error = JSONReader.values(Array(utf8[start...]), numbers: .fractionsAsText) { value, _ in
            let masked = masker.walk(value)
            hasSecrets = hasSecrets || masked != nil
            texts.append(CanonicalJSON.text(masked ?? value))
        }
        guard hasSecrets else { return nil }
        return self[..<start] + texts.joined(separator: " ") + (error == nil ? "" : "…")
    }
}

/// Replaces by a mask what sealing would seal.
private struct Masker: SealVisitor {
    func visit(_ site: SealCandidate) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        if site.isSecret(unless: { _ in false }) { return .string(JSONValue.mask) }
        if case .message = site.kind { return site.maskedMessage }
        return nil
    }
}
