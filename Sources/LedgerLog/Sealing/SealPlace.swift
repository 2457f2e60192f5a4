import LedgerDomain
import LedgerValues

/// The current location of a walk through event data.
struct SealPlace {
    private var family = "", container = ""
    /// The enclosing object, if its name is part of the value's name.
    private var wrapper: String?
    /// Where this is in a task definition; nil elsewhere.
    private var definition: DefinitionPlace?
    /// The members from the task definition or its container down to here.
    private var trail = ""
    /// The name of the value: its member's, or that of an entry `{name, value}`.
    private(set) var key: String?
    /// Whether texts here are searched for credentials: in a task definition all are but names.
    private(set) var isSearched = false
    /// The nearest member below one that AWS does not have in a task definition; nil anywhere else.
    private(set) var unknown: String?

    /// The outermost family applies to everything below it; a nested `name` replaces the container.
    func entering(_ object: JSONObject) -> SealPlace {
        var place = self
        if family.isEmpty { place.family = object.member("family")?.value.string ?? "" }
        if let name = object.member("name")?.value.string { place.container = name }
        if object.member("containerdefinitions") != nil { (place.definition, place.trail) = (.whole, "") }
        return place
    }

    /// The place of a member's value.
    func below(_ member: String, of object: JSONObject) -> SealPlace {
        var place = self
        (place.key, place.isSearched) = (member, false)
        guard unknown != nil || definition != nil else { return place }
        let name = member.lowercased()
        if unknown != nil || definition?.knows(member) == false { place.unknown = member }
        if Self.described.contains(name) {
            place.definition = nil
            return place
        }
        place.definition = definition?.entering(member)
        place.isSearched = !Self.names.contains(name)
        let label = object.label
        if name == "value", let label { place.key = label.value.string }
        if member == label?.key { place.isSearched = false }
        place.trail =
            name == "containerdefinitions" ? "" : trail.isEmpty ? place.key ?? "" : "\(trail).\(place.key ?? "")"
        return place
    }

    func wrapped(by key: String?) -> SealPlace {
        var place = self
        place.wrapper = key.flatMap { SensitiveMember.isWrapper($0) ? $0 : nil }
        return place
    }

    /// Whether a member names the places of values: then it is never sealed, or they would not be found again.
    static func isName(_ key: String) -> Bool { ["name", "family"].contains(key.lowercased()) }

    /// Members of a task definition that name something, and are needed as they are.
    private static let names: Set = ["name", "family", "image", "containername", "sourcecontainer", "sourcevolume"]

    private static let described = Set(DefinitionMembers.described.map { $0.lowercased() })

    func name(_ key: String) -> String { wrapper.map { "\($0).\(key)" } ?? key }

    func path(_ name: String) -> SealPath { SealPath(family: family, container: container, name: name) }

    /// The path of a text that is the value of no rule of its own.
    var path: SealPath { path(isSearched ? trail : key ?? "") }
}
