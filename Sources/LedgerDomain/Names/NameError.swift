/// Why a text is not a name.
package enum NameError: Error, Hashable, Sendable {
    case empty
    case tooLong(length: Int, limit: Int)
    /// Names are made of `[A-Za-z0-9][A-Za-z0-9._-]*`, so that no shell, path, ARN or SQL reads them differently.
    case character(Character)
    case firstCharacter(Character)
    /// The name of a stage is also a tag of the images that it runs, and this tag already has another meaning.
    case reservedTag(String)
}

extension NameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "it is empty"
        case .tooLong(let length, let limit): "it has \(length) characters, at most \(limit) are allowed"
        case .character: "only letters, digits, '.', '_' and '-' are allowed"
        case .firstCharacter: "it must begin with a letter or a digit"
        case .reservedTag: "images are tagged with it for another purpose"
        }
    }
}

/// The rule for names that people give.
enum NameRule {
    static func check(_ text: String, limit: Int) throws(NameError) {
        guard let first = text.first else { throw .empty }
        if let wrong = text.first(where: { !isAllowed($0) }) { throw .character(wrong) }
        guard first.isLetter || first.isNumber else { throw .firstCharacter(first) }
        guard text.utf8.count <= limit else { throw .tooLong(length: text.utf8.count, limit: limit) }
    }

    private static func isAllowed(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }
}
