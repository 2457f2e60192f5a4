import LedgerValues

/// The settings of a repository of ECR.
package struct RepositoryDescription: Equatable, Sendable {
    package let name: String
    /// `MUTABLE`, `IMMUTABLE`, or either with `_WITH_EXCLUSION`.
    package let mutability: String
    /// The tags for which the opposite holds, with `*` for any characters.
    package let exclusions: [String]

    init(_ object: JSONObject) throws(AnswerError) {
        name = try object.required("repositoryName")
        mutability = object.text("imageTagMutability") ?? "MUTABLE"
        exclusions = object.objects("imageTagMutabilityExclusionFilters").compactMap { $0.text("filter") }
    }

    /// Whether a tag may be moved from one image to another.
    package func canMove(tag: String) -> Bool {
        let isExcluded = exclusions.contains { Self.matches(Array(tag.utf8)[...], Array($0.utf8)[...]) }
        return mutability.hasPrefix("IMMUTABLE") == isExcluded
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        guard first == UInt8(ascii: "*") else { return text.first == first && matches(text.dropFirst(), rest) }
        return (text.startIndex...text.endIndex).contains { matches(text[$0...], rest) }
    }
}
