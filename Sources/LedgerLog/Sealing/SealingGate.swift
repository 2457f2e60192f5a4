import LedgerDomain
package import LedgerValues

/// Event data in which nothing is left that has to be sealed: the only data that an ``EventDraft`` takes.
package struct SealedData: Equatable, Sendable {
    package let object: JSONObject

    /// The gate's alone.
    fileprivate init(sealed object: JSONObject) {
        self.object = object
    }

    /// Takes data that has nothing to seal, or has it sealed already.
    ///
    /// - Throws: The first value that is neither.
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

/// A value stands in the clear that has to be sealed.
package struct UnsealedValue: Error, Hashable, Sendable {
    package let path: SealPath
    /// What it was taken for; nil for a value of an environment, which is always secret.
    package let rule: String?

    package init(path: SealPath, rule: String?) {
        (self.path, self.rule) = (path, rule)
    }
}

/// What a gate asks for when it first meets something to seal; most commands never do.
package protocol SealingSource: Sendable {
    func ring() throws(SealingError) -> SealingKeyRing
    func allowList() throws(SealingError) -> SealAllowList
}

/// A ring on hand is a source, with nothing allowed.
extension SealingKeyRing: SealingSource {
    package func ring() -> SealingKeyRing { self }
    package func allowList() -> SealAllowList { SealAllowList() }
}

/// Through which everything goes that becomes a record.
///
/// A value of an environment is always sealed. One of `command`, `dockerLabels` and the like is when a
/// ``CredentialRule`` finds a credential in it and the ledger does not allow it. Sealed values stay as they are. In
/// messages from outside the credentials themselves are masked; what a person writes of their own stays as it is.
package struct SealingGate: Sendable {
    private let source: any SealingSource

    package init(_ source: any SealingSource) {
        self.source = source
    }

    package func seal(_ data: JSONObject) throws(SealingError) -> SealedData {
        var sealer = Sealer(source: source)
        return SealedData(sealed: try sealer.walk(data))
    }

    /// Throws for data that does not have everything sealed, as a record's that is taken in as it stands must have.
    package func check(_ data: JSONObject) throws(UnsealedData) {
        var checker = Checker { [source] () throws(SealingError) in try source.allowList() }
        _ = try checker.walk(data)
    }

    package func fingerprint(ofDefinition definition: JSONObject) throws(SealingError) -> String {
        try source.ring().fingerprint(ofDefinition: definition)
    }
}

/// Why data is not taken in as it stands.
package enum UnsealedData: Error, Equatable, Sendable {
    case unsealed(UnsealedValue)
    /// What the ledger allows could not be read.
    case source(SealingError)
}

private struct Sealer: SealVisitor {
    let source: any SealingSource

    func visit(_ site: SealSite) throws(SealingError) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        switch site.kind {
        case .environment: return try source.ring().seal(site.text, at: site.path)
        case .inline:
            guard site.credential != nil, !(try source.allowList().allows(site.path.name)) else { return nil }
            return try source.ring().seal(site.text, at: site.path)
        case .message:
            let masked = CredentialText(site.text).masked(with: JSONValue.mask)
            return masked == site.text ? nil : .string(masked)
        }
    }
}

private struct Checker: SealVisitor {
    let allowList: () throws(SealingError) -> SealAllowList

    func visit(_ site: SealSite) throws(UnsealedData) -> JSONValue? {
        if site.value.sealedObject != nil { return nil }
        switch site.kind {
        case .environment: throw .unsealed(UnsealedValue(path: site.path, rule: nil))
        case .inline:
            guard let rule = site.credential, !(try allows(site.path.name)) else { return nil }
            throw .unsealed(UnsealedValue(path: site.path, rule: rule.name))
        case .message: return nil
        }
    }

    private func allows(_ name: String) throws(UnsealedData) -> Bool {
        do { return try allowList().allows(name) } catch { throw .source(error) }
    }
}

extension SealSite {
    /// What is sealed of a value: text as it is, anything else as JSON.
    fileprivate var text: String { value.string ?? CanonicalJSON.text(value) }

    fileprivate var credential: CredentialRule? {
        guard case .inline(let key, let previous) = kind else { return nil }
        return CredentialText(text, under: key, after: previous).credential
    }
}
