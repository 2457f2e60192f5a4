/// One setting of a task definition, as its user thinks of it: `shop: environment DB_HOST`.
package struct DefinitionField: Equatable, Sendable {
    /// The value of a field.
    ///
    /// Of a sealed value only the mac is known: it tells whether two values are equal, but not what they are.
    package enum Value: Hashable, Sendable {
        case plain(String)
        case image(DefinitionImage)
        case sealed(mac: String)
        /// A list or an object as text, with its sealed values masked, and their macs.
        case partlySealed(masked: String, macs: [String])
    }

    /// Where a field is in a definition: fields with the same path are compared.
    package struct Path: Hashable, Sendable {
        /// The container's name; nil for a field of the whole task.
        package let container: String?
        /// `image`, `environment`, `secrets`, `portMappings` or the name of any other member, with dots where it is nested.
        package let member: String
        /// The name of an entry, if the member is a list of them: a variable, a port, a volume; ` #2` where a name occurs
        /// again.
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
