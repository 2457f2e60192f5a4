/// The image of a container: the same wherever it is pulled from, if the digests are equal.
package struct DefinitionImage: Sendable {
    /// As it is written.
    package let name: String
    package let digest: String?

    package init(_ name: String) {
        (self.name, digest) = (name, ImageName(recorded: name).digest)
    }
}

extension DefinitionImage: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        (left.digest ?? left.name) == (right.digest ?? right.name)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(digest ?? name)
    }
}
