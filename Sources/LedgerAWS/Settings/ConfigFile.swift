import LedgerValues

/// One of the AWS tools' two shared files: sections, `name = value`, and values whose indented lines are lists of `name
/// = value`.
///
/// Concealed, since it may hold keys.
package struct ConfigFile: Equatable, Sendable, Concealed {
    /// Keyed by the text between the brackets; names of members are in lower case.
    private(set) var sections: [String: [String: Value]] = [:]

    enum Value: Equatable, Sendable {
        case text(String)
        case members([String: String])
    }

    package init() {}

    /// Parses the file; errors report `name` and the line.
    package init(_ text: String, name: String) throws(SettingsError) {
        var parser = ConfigParser()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard parser.take(line) else { throw .unreadable(name, line: index + 1) }
        }
        sections = parser.finish()
    }

    /// The text values of a section; nil if there is no such section.
    func texts(_ section: String) -> [String: String]? {
        sections[section]?.compactMapValues { value in
            switch value {
            case .text(let text): text
            case .members: nil
            }
        }
    }

    /// The members of a value that is a list.
    func members(_ name: String, in section: String) -> [String: String]? {
        switch sections[section]?[name] {
        case .members(let members): members
        case .text, nil: nil
        }
    }
}

/// Parses a file line by line.
private struct ConfigParser {
    private var sections: [String: [String: ConfigFile.Value]] = [:]
    private var section: String?
    private var name: String?
    private var lines: [Substring] = []

    /// False for an invalid line.
    mutating func take(_ line: Substring) -> Bool {
        let content = line.trimmed
        guard let mark = content.first, mark != "#", mark != ";" else { return true }
        if line.first?.isWhitespace == true, name != nil {
            lines.append(content)
            return true
        }
        close()
        if mark == "[" { return open(content) }
        guard section != nil, let (name, value) = content.divided(at: ["=", ":"]) else { return false }
        (self.name, lines) = (name.lowercased(), [value])
        return true
    }

    mutating func finish() -> [String: [String: ConfigFile.Value]] {
        close()
        return sections
    }

    private mutating func open(_ content: Substring) -> Bool {
        guard let end = content.firstIndex(of: "]") else { return false }
        let words = content[..<end].dropFirst().words
        guard !words.isEmpty else { return false }
        section = words.joined(separator: " ")
        sections[words.joined(separator: " "), default: [:]] = sections[words.joined(separator: " ")] ?? [:]
        return true
    }

    private mutating func close() {
        guard let section, let name else { return }
        sections[section, default: [:]][name] = value
        self.name = nil
    }

    private var value: ConfigFile.Value {
        guard let first = lines.first, first.isEmpty, lines.count > 1 else {
            return .text(lines.joined(separator: "\n"))
        }
        let pairs = lines.dropFirst().compactMap { $0.divided(at: ["="]) }
        return .members(Dictionary(pairs.map { (String($0.0), String($0.1)) }) { $1 })
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let rest = drop(while: \.isWhitespace)
        return rest.lastIndex { !$0.isWhitespace }.map { rest[...$0] } ?? ""
    }

    fileprivate func divided(at marks: Set<Character>) -> (Substring, Substring)? {
        guard let index = firstIndex(where: marks.contains), index > startIndex else { return nil }
        return (self[..<index].trimmed, self[self.index(after: index)...].trimmed)
    }

    /// Splits words like a shell, so that a name may be quoted.
    fileprivate var words: [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in self {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                (quote, word) = (character, word ?? "")
            } else if quote == nil, character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
