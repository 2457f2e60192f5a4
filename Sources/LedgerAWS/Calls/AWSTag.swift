package import LedgerValues

/// A tag of a resource.
package struct AWSTag: Hashable, Sendable {
    package let key, value: String

    package init(_ key: String, _ value: String) {
        (self.key, self.value) = (key, value)
    }
}

extension AWSTag {
    /// As ECS writes it, with names in lower case.
    package var json: JSONValue { ["key": .string(key), "value": .string(value)] }

    /// Reads a tag as ECS or as the other services write it.
    ///
    /// A tag may have no value.
    init?(_ object: JSONObject) {
        guard let key = object.text("key") ?? object.text("Key") else { return nil }
        self.init(key, object.text("value") ?? object.text("Value") ?? "")
    }
}

extension JSONObject {
    func tags(_ name: String) -> [AWSTag] { objects(name).compactMap { AWSTag($0) } }
}
