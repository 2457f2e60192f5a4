package import LedgerDomain
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
/// Always seals the values of an environment. Seals a text of a task definition, and a value of `command`, `options` and
/// the like anywhere, if a ``CredentialRule`` finds a credential in it and the allow list does not list it. Seals every
/// text below a member that a task definition does not have at AWS, and a text that is JSON with any of these. Keeps
/// sealed values. Masks credentials in messages from outside, but not in what a person writes.
package struct SealingGate: Sendable {
    private let source: any SealingSource

    package init(_ source: any SealingSource) {
        self.source = source
    }

    /// The values belong to the account and region of the record: ``LedgerDomain/Registry/init(ofValuesIn:_:_:)``.
    package func seal(_ data: JSONObject, in registry: Registry?) throws(SealingError) -> SealedData {
        var sealer = Sealer(source: source, registry: registry)
        return SealedData(sealed: try sealer.walk(data))
    }

    /// Throws if anything in `data` is unsealed.
    ///
    /// For records that are appended unchanged.
    package func check(_ data: JSONObject) throws(UnsealedData) {
        var checker = Checker { [source] () throws(SealingError) in try source.allowList() }
        _ = try checker.walk(data)
    }

    /// The values in `data` that sealing would seal, and the credentials in them.
    ///
    /// Needs no key: it is for data with nothing sealed, such as a request that is about to be sent.
    package static func secrets(in data: JSONObject) -> [String] {
        var collector = Collector()
        _ = collector.walk(data)
        return collector.found
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
    let registry: Registry?

    func visit(_ site: SealCandidate) throws(SealingError) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        if try site.isSecret(unless: isAllowed) {
            return try source.ring().seal(site.text, at: site.path, in: registry)
        }
        if case .message = site.kind { return site.maskedMessage }
        return nil
    }

    private func isAllowed(_ path: SealPath) throws(SealingError) -> Bool { try source.allowList().allows(path.name) }
}

private struct Collector: SealVisitor {
    var found: [String] = []

    mutating func visit(_ site: SealCandidate) -> JSONValue? {
        guard site.value.sealedObject == nil, site.isSecret(unless: { _ in false }) else { return nil }
        found.append(site.text)
        found += site.credentials
        return nil
    }
}

private struct Checker: SealVisitor {
    let allowList: () throws(SealingError) -> SealAllowList

    /// Requires only what every version sealed: exports of earlier ones can hold the rest in the clear.
    func visit(_ site: SealCandidate) throws(UnsealedData) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        switch site.kind {
        case .environment: throw .unsealed(UnsealedValue(path: site.path, rule: nil))
        case .inline:
            guard let rule = site.credential, !(try allows(site.path.name)) else { return nil }
            throw .unsealed(UnsealedValue(path: site.path, rule: rule.name))
        case .hidden, .file, .definition, .message, .text: return nil
        }
    }

    private func allows(_ name: String) throws(UnsealedData) -> Bool {
        do { return try allowList().allows(name) } catch { throw .source(error) }
    }
}
