import LedgerDomain

extension JSONObject {
    /// A member as ECS and as CloudFormation write its name.
    func member(_ name: String) -> Member? {
        members.first { $0.key.utf8.count == name.utf8.count && $0.key.lowercased() == name }
    }

    /// Whether a reader would take this for a sealed value, which hides what it says.
    var claimsToBeSealed: Bool { self["sealed"] != nil && self["mac"] != nil }

    /// Whether this is `{name, value}` in any letters.
    var isVariable: Bool { member("name")?.value.string != nil && member("value") != nil }

    func mapping<Failure: Error>(
        _ transform: (Member) throws(Failure) -> JSONValue
    ) throws(Failure) -> JSONObject {
        var mapped = members
        for index in mapped.indices { mapped[index].value = try transform(mapped[index]) }
        return JSONObject(sorted: mapped)
    }

    /// Whether any name in here says that there may be something to seal: most events have none, and end here.
    var mayHoldSecrets: Bool {
        members.contains { SensitiveMember($0.key) != nil || $0.value.mayHoldSecrets }
    }
}

extension JSONValue {
    var mayHoldSecrets: Bool {
        switch self {
        case .object(let object): object.mayHoldSecrets
        case .array(let elements): elements.contains { $0.mayHoldSecrets }
        case .null, .bool, .integer, .string: false
        }
    }
}
