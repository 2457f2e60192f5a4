/// Where a sealed value belongs.
package struct SealPath: Hashable, Sendable {
    /// The task definition's, and the container's name; empty where there is none.
    package let family, container: String
    /// The variable's name, or the place of any other value: `command[3]`, `dockerLabels.com.example.key`.
    package let name: String

    package init(family: String, container: String, name: String) {
        (self.family, self.container, self.name) = (family, container, name)
    }

    /// Each part with its length, so that no two paths run together into one text.
    var bytes: [UInt8] {
        [family, container, name].flatMap { Array("\($0.utf8.count):\($0)".utf8) }
    }
}

extension SealPath: CustomStringConvertible {
    package var description: String {
        let parts = [family, container].filter { !$0.isEmpty }
        return parts.isEmpty ? name : "\(parts.joined(separator: "/")): \(name)"
    }
}
