import LedgerDomain
import LedgerValues

/// The current location of a walk through event data.
struct SealPlace {
    private var family = "", container = ""
    /// The enclosing object, if its name is part of the value's name.
    private var wrapper: String?
    /// Where this is in a task definition; nil elsewhere.
    private var definition: DefinitionPlace?
    /// The nearest member below one that AWS does not have in a task definition; nil anywhere else.
    private(set) var unknown: String?

    /// The outermost family applies to everything below it; a nested `name` replaces the container.
    func entering(_ object: JSONObject) -> SealPlace {
        var place = self
        if family.isEmpty { place.family = object.member("family")?.value.string ?? "" }
        if let name = object.member("name")?.value.string { place.container = name }
        if object.member("containerdefinitions") != nil { place.definition = .whole }
        return place
    }

    /// The place of a member's value.
    func below(_ member: String) -> SealPlace {
        guard unknown != nil || definition != nil else { return self }
        var place = self
        if unknown != nil || definition?.knows(member) == false { place.unknown = member }
        place.definition = definition?.entering(member)
        return place
    }

    func wrapped(by key: String?) -> SealPlace {
        var place = self
        place.wrapper = key.flatMap { SensitiveMember.isWrapper($0) ? $0 : nil }
        return place
    }

    /// Whether a member names the places of values: then it is never sealed, or they would not be found again.
    static func isName(_ key: String) -> Bool { ["name", "family"].contains(key.lowercased()) }

    func name(_ key: String) -> String { wrapper.map { "\($0).\(key)" } ?? key }

    func path(_ name: String) -> SealPath { SealPath(family: family, container: container, name: name) }
}
