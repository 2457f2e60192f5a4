import LedgerDomain
import LedgerValues

extension JSONObject {
    /// Finds a member whatever its case: ECS and CloudFormation differ.
    func member(_ name: String) -> Member? {
        members.first { $0.key.utf8.count == name.utf8.count && $0.key.hasSameLetters(as: name) }
    }

    /// Whether a reader would take this for a sealed value.
    var claimsToBeSealed: Bool { self["sealed"] != nil && self["mac"] != nil }

    /// Whether this is `{name, value}`, in any case.
    var isVariable: Bool { member("name")?.value.string != nil && member("value") != nil }

    /// Whether the value of `{name, value}` is sealed already.
    ///
    /// Earlier versions took a map with variables called NAME and VALUE for this.
    var isSealedVariable: Bool { member("value")?.value.sealedObject != nil }

    /// The member that names an entry with a `value`: `{name, value}`, `{key, value}`, `{namespace, value}`.
    var label: Member? {
        guard member("value") != nil else { return nil }
        return ["name", "key", "namespace"].lazy.compactMap { member($0) }.first { $0.value.string != nil }
    }

    /// Replaces the values for which `transform` returns one; nil if it returns none.
    func mapping<Failure: Error>(
        _ transform: (Member) throws(Failure) -> JSONValue?
    ) throws(Failure) -> JSONObject? {
        var mapped: [Member]?
        for index in members.indices {
            guard let value = try transform(members[index]) else { continue }
            mapped = mapped ?? members
            mapped?[index].value = value
        }
        return mapped.map(JSONObject.init(sorted:))
    }

    /// Whether any name in here may hold something to seal.
    ///
    /// Most events have none, and the walk ends here.
    var mayHoldSecrets: Bool {
        members.contains { SensitiveMember($0.key) != nil || $0.value.mayHoldSecrets }
            || member("containerdefinitions") != nil
    }
}

extension JSONValue {
    var mayHoldSecrets: Bool {
        switch self {
        case .object(let object): object.mayHoldSecrets
        case .array(let elements): elements.contains { $0.mayHoldSecrets }
        case .string(let text): text.mayHoldDocument
        case .null, .bool, .integer: false
        }
    }
}

extension JSONObject.Member {
    /// Whether this says where CodeBuild takes a variable's value from.
    var isVariableType: Bool {
        key.lowercased() == "type" && ["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"].contains(value.string)
    }
}

extension [JSONValue] {
    /// Replaces the elements for which `transform` returns one; nil if it returns none.
    func mapping<Failure: Error>(
        _ transform: (Int, JSONValue) throws(Failure) -> JSONValue?
    ) throws(Failure) -> JSONValue? {
        var mapped: [JSONValue]?
        for index in indices {
            guard let value = try transform(index, self[index]) else { continue }
            mapped = mapped ?? self
            mapped?[index] = value
        }
        return mapped.map(JSONValue.array)
    }
}

extension String {
    /// Whether this equals `other`, which is in lower case, ignoring case.
    fileprivate func hasSameLetters(as other: String) -> Bool {
        zip(utf8, other.utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
