package import LedgerValues

/// How AWS reads one object of a task definition.
///
/// A member without a rule means what is written.
package struct DefinitionShape: Sendable {
    package enum Member: Sendable {
        case object(DefinitionShape)
        /// A list whose entries are told apart by these members; their order makes no difference.
        case entries(by: [String], DefinitionShape)
        /// A list of values whose order makes no difference.
        case set
    }

    /// What AWS adds where a body leaves the member out.
    package var added: [String: JSONValue] = [:]
    /// What a missing member means although AWS does not add it: written or not, it is the same.
    package var assumed: [String: JSONValue] = [:]
    package var members: [String: Member] = [:]
    /// The member that is the value of an entry which has nothing else.
    package var value: String?
}

extension DefinitionShape {
    /// The entries of a list by their names: the members `keys`, and a number where a name occurs again.
    static func named(_ entries: [JSONValue], by keys: [String]) -> [(name: String, entry: JSONValue)] {
        var counts: [String: Int] = [:]
        return entries.map { entry in
            let name = keys.compactMap { entry[$0]?.plainText }.joined(separator: "/")
            let count = counts[name, default: 0] + 1
            counts[name] = count
            return (count == 1 ? name : "\(name) #\(count)", entry)
        }
    }
}

extension JSONValue {
    /// A string as it is, anything else as JSON.
    var plainText: String { string ?? CanonicalJSON.text(self) }
}
