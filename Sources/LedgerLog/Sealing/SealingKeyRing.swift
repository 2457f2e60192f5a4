package import LedgerDomain
package import LedgerValues

/// The keys of a ledger, the oldest first.
///
/// The newest key encrypts; any key opens. Macs and fingerprints always use the oldest key, so that values from before
/// and after a rotation stay comparable. The price: anyone who obtains the oldest key cannot open later values but can
/// test guesses against their macs. If values can be guessed, start a new ledger, not just a new key.
package struct SealingKeyRing: Sendable {
    let keys: [SealingKey]
    private let oldest: SealingKey
    /// The key that encrypts.
    package let newest: SealingKey

    /// Nil for no keys.
    package init?(_ keys: [SealingKey]) {
        guard let oldest = keys.first, let newest = keys.last else { return nil }
        (self.keys, self.oldest, self.newest) = (keys, oldest, newest)
    }

    package init(_ key: SealingKey) {
        (keys, oldest, newest) = ([key], key, key)
    }

    /// Reads keys of 64 hexadecimal digits each, separated by white space; nil for anything else.
    package init?(text: String) {
        var keys: [SealingKey] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            guard let key = [UInt8](hex: String(word)).flatMap({ SealingKey(bytes: $0) }) else { return nil }
            keys.append(key)
        }
        self.init(keys)
    }

    package var ids: [String] { keys.map(\.id.hex) }
}

extension SealingKeyRing {
    /// Seals a value so that it can still be compared.
    package func seal(_ value: String, at path: SealPath, in registry: Registry?) -> JSONValue {
        newest.seal(value, at: path, in: registry, mac: oldest.mac(of: value, named: path.name))
    }

    package func open(
        _ sealed: JSONObject,
        at path: SealPath,
        in registry: Registry?
    ) throws(UnsealError) -> String {
        guard let id = SealingKey.id(of: sealed) else { throw .damaged }
        guard let key = keys.first(where: { $0.id == id }) else { throw .otherKey(id: id.hex) }
        return try key.open(sealed, at: path, in: registry)
    }

    /// `data` with every sealed value opened.
    package func opening(_ data: JSONObject, in registry: Registry?) throws(UnsealError) -> JSONObject {
        var opener = Opener(ring: self, registry: registry)
        return try opener.walk(data)
    }

    /// Every sealed value of `data`, opened.
    package func values(
        of data: JSONObject,
        in registry: Registry?
    ) throws(UnsealError) -> [(path: SealPath, value: String)] {
        var opener = Opener(ring: self, registry: registry)
        _ = try opener.walk(data)
        return opener.opened
    }

    /// The fingerprint of a task definition whose values are sealed.
    ///
    /// Excludes tags and what AWS adds when it registers a body.
    package func fingerprint(ofDefinition definition: JSONObject) -> String {
        var body = definition.withoutSealing
        for name in DefinitionFields.ignored { body[name] = nil }
        return oldest.fingerprint(of: .object(body))
    }
}

private struct Opener: SealVisitor {
    let ring: SealingKeyRing
    let registry: Registry?
    var opened: [(path: SealPath, value: String)] = []

    mutating func visit(_ site: SealCandidate) throws(UnsealError) -> JSONValue? {
        guard let sealed = site.value.sealedObject else { return nil }
        guard let value = try open(sealed, at: site) else { return nil }
        opened.append((site.path, value))
        return .string(value)
    }

    /// Nil for what only looks sealed, where a text is not expected to be.
    private func open(_ sealed: JSONObject, at site: SealCandidate) throws(UnsealError) -> String? {
        if case .text = site.kind { return try? open(sealed, at: site.path) }
        do { return try open(sealed, at: site.path) } catch {
            guard error == .damaged, let path = site.earlierPath else { throw error }
            return try open(sealed, at: path)
        }
    }

    private func open(_ sealed: JSONObject, at path: SealPath) throws(UnsealError) -> String {
        try ring.open(sealed, at: path, in: registry)
    }
}
