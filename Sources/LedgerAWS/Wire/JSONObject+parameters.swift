package import LedgerValues

extension JSONObject {
    /// An object of the members that have a value.
    package init(given members: [(String, JSONValue?)]) {
        self.init(members.compactMap { name, value in value.map { (name, $0) } })
    }
}

extension JSONValue {
    /// A list of texts.
    package static func list(_ texts: some Sequence<String>) -> JSONValue { .array(texts.map { .string($0) }) }
}
