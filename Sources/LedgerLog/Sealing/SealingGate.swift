import LedgerDomain
package import LedgerValues

/// Event data with nothing left to seal: the only data that an ``EventDraft`` accepts.
package struct SealedData: Equatable, Sendable {
    package let object: JSONObject

    /// Only for the gate.
    fileprivate init(sealed object: JSONObject) {
        self.object = object
    }

    /// Accepts data that has nothing to seal, or is sealed already.
    ///
    /// - Throws: The first value that needs sealing.
    package init(
        checking data: JSONObject,
        allowing allowed: SealAllowList = SealAllowList()
    ) throws(UnsealedValue) {
        var checker = Checker { allowed }
        do { self.init(sealed: try checker.walk(data)) } catch {
            switch error {
            case .unsealed(let value): throw value
            case .source: preconditionFailure("an allow list that is there cannot fail")
            }
        }
    }
}

/// An unsealed value that must be sealed.
package struct UnsealedValue: Error, Hashable, Sendable {
    package let path: SealPath
    /// The rule that matched; nil for a value of an environment, which is always secret.
    package let rule: String?

    package init(path: SealPath, rule: String?) {
        (self.path, self.rule) = (path, rule)
    }
}

/// Provides keys and the allow list when there is something to seal.
///
/// Most commands never need them.
package protocol SealingSource: Sendable {
    func ring() throws(SealingError) -> SealingKeyRing
    func allowList() throws(SealingError) -> SealAllowList
}

/// A key ring is a source with an empty allow list.
extension SealingKeyRing: SealingSource {
    package func ring() -> SealingKeyRing { self }
    package func allowList() -> SealAllowList { SealAllowList() }
}

/// Seals all data before it becomes a record.
///
/// Always seals the values of an environment. Seals a value of `command`, `dockerLabels` and the like if a
/// ``CredentialRule`` finds a credential in it and the allow list does not list it. Seals every text below a member
/// that a task definition does not have at AWS. Keeps sealed values. Masks credentials in messages from outside, but not in
/// what a person writes.
package struct SealingGate: Sendable {
    private let source: any SealingSource

    package init(_ source: any SealingSource) {
        self.source = source
    }

    package func seal(_ data: JSONObject) throws(SealingError) -> SealedData {
        var sealer = Sealer(source: source)
        return SealedData(sealed: try sealer.walk(data))
    }

    /// Throws if anything in `data` is unsealed.
    ///
    /// For records that are appended unchanged.
    package func check(_ data: JSONObject) throws(UnsealedData) {
        var checker = Checker { [source] () throws(SealingError) in try source.allowList() }
        _ = try checker.walk(data)
    }

    package func fingerprint(ofDefinition definition: JSONObject) throws(SealingError) -> String {
        try source.ring().fingerprint(ofDefinition: definition)
    }
}

/// Why data cannot be appended unchanged.
package enum UnsealedData: Error, Equatable, Sendable {
    case unsealed(UnsealedValue)
    /// The allow list could not be read.
    case source(SealingError)
}

private struct Sealer: SealVisitor {
    let source: any SealingSource

    func visit(_ site: SealCandidate) throws(SealingError) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        if site.isUnknown, site.value.string != nil { return try source.ring().seal(site.text, at: site.path) }
        switch site.kind {
        case .environment: return try source.ring().seal(site.text, at: site.path)
        case .inline:
            guard site.credential != nil, !(try source.allowList().allows(site.path.name)) else { return nil }
            return try source.ring().seal(site.text, at: site.path)
        case .message:
            let masked = CredentialText(site.text).masked(with: JSONValue.mask)
            return masked == site.text ? nil : .string(masked)
        case .other: return nil
        }
    }
}

private struct Checker: SealVisitor {
    let allowList: () throws(SealingError) -> SealAllowList

    func visit(_ site: SealCandidate) throws(UnsealedData) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        switch site.kind {
        case .environment: throw .unsealed(UnsealedValue(path: site.path, rule: nil))
        case .inline:
            guard let rule = site.credential, !(try allows(site.path.name)) else { return nil }
            throw .unsealed(UnsealedValue(path: site.path, rule: rule.name))
        case .message, .other: return nil
        }
    }

    private func allows(_ name: String) throws(UnsealedData) -> Bool {
        do { return try allowList().allows(name) } catch { throw .source(error) }
    }
}

extension SealCandidate {
    /// The text that is sealed: a string as it is, any other value as JSON.
    fileprivate var text: String { value.string ?? CanonicalJSON.text(value) }

    fileprivate var credential: CredentialRule? {
        guard case .inline(let key, let previous) = kind else { return nil }
        return CredentialText(text, under: key, after: previous).credential
    }
}
