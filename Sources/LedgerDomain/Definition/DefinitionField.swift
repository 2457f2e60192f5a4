/// One thing that a task definition says, as its user thinks of it: `shop: environment DB_HOST`.
package struct DefinitionField: Equatable, Sendable {
    /// What a field says.
    ///
    /// A sealed value is known by its mac alone: equal or not, never what.
    package enum Value: Hashable, Sendable {
        case plain(String)
        case sealed(mac: String)
        /// A list or an object, written out with its sealed values masked, and their macs.
        case partlySealed(masked: String, macs: [String])
    }

    /// Where a field stands, and by what two definitions' fields are matched.
    package struct Path: Hashable, Sendable {
        /// The container's name; nil for what holds for the whole task.
        package let container: String?
        /// `image`, `environment`, `secrets`, `portMappings` or any other member's name, dotted where it is nested.
        package let member: String
        /// The variable's name or the port, where a member has several entries.
        package let entry: String?

        package init(container: String?, member: String, entry: String? = nil) {
            (self.container, self.member, self.entry) = (container, member, entry)
        }
    }

    package let path: Path
    package let value: Value

    package init(path: Path, value: Value) {
        (self.path, self.value) = (path, value)
    }
}

extension DefinitionField.Path: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        (left.container ?? "", left.member, left.entry ?? "") < (right.container ?? "", right.member, right.entry ?? "")
    }
}

extension DefinitionField.Path: CustomStringConvertible {
    package var description: String {
        [container.map { "\($0):" }, member, entry].compactMap(\.self).joined(separator: " ")
    }
}
