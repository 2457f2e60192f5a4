import LedgerDomain

/// An image as people read it: the repository's name and the first twelve digits of the digest.
enum ShortImage {
    static func text(_ image: String) -> String {
        ImageName(recorded: image).shortText
    }
}

/// Who did something as people read it: of an ARN the role, user or session alone.
enum ShortActor {
    static func text(_ actor: String?) -> String {
        guard let actor else { return "" }
        let parts = actor.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn" else { return actor }
        let path = parts[5].split(separator: "/")
        return path.count > 1 ? path.dropFirst().joined(separator: "/") : String(parts[5])
    }
}

extension String {
    /// Where `text` stands first.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
