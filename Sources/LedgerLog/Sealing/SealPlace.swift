import LedgerDomain
import LedgerValues

/// Where a walk through data is.
struct SealPlace {
    private var family = "", container = ""
    /// The object around, where its name belongs to a value's.
    private var wrapper: String?

    /// The first family on the way in holds for all below it; a container ends where the next one begins.
    func entering(_ object: JSONObject) -> SealPlace {
        var place = self
        if family.isEmpty { place.family = object.member("family")?.value.string ?? "" }
        if let name = object.member("name")?.value.string { place.container = name }
        return place
    }

    func wrapped(by key: String?) -> SealPlace {
        var place = self
        place.wrapper = key.flatMap { SensitiveMember.isWrapper($0) ? $0 : nil }
        return place
    }

    func name(_ key: String) -> String { wrapper.map { "\($0).\(key)" } ?? key }

    func path(_ name: String) -> SealPath { SealPath(family: family, container: container, name: name) }
}
