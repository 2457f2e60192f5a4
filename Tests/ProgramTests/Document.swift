import Foundation

/// A page of Markdown in this repository.
struct Document {
    /// From the package's folder.
    let path: String
    let text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOf: Self.package.appendingPathComponent(path), encoding: .utf8)
    }

    /// README, CONTRIBUTING, CHANGELOG and all of `docs`.
    static func all() throws -> [Document] {
        let pages = try FileManager.default.contentsOfDirectory(atPath: package.appendingPathComponent("docs").path)
        let names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + pages.sorted().map { "docs/\($0)" }
        return try names.map { try Document($0) }
    }

    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
}

// MARK: - Code

extension Document {
    /// The contents of the code blocks in a language, in order.
    func blocks(_ language: String) -> [String] {
        var blocks: [String] = []
        var isInside = false
        for line in lines {
            if line.hasPrefix("```") {
                isInside = !isInside && line == "```\(language)"
                if isInside { blocks.append("") }
            } else if isInside {
                blocks[blocks.count - 1] += line + "\n"
            }
        }
        return blocks
    }

    /// The commands of a block of shell, one a line; comments are left out, and continued lines joined.
    static func commands(_ block: String) -> [String] {
        block.components(separatedBy: "\\\n").joined().split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    /// Inline code.
    var code: [String] { lines.flatMap(Self.code) }

    /// Inline code in tables.
    var codeInTables: [String] { lines.filter { $0.hasPrefix("|") }.flatMap(Self.code) }

    private static func code(in line: Substring) -> [String] {
        line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }
}

// MARK: - Links

extension Document {
    /// Where it links to, other than to the web.
    var links: [String] {
        text.components(separatedBy: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
            .filter { !$0.hasPrefix("https://") }
    }

    /// The names by which its headings are linked to, as GitHub makes them.
    var anchors: Set<String> {
        Set(lines.filter { $0.hasPrefix("#") }.map { Self.anchor(of: $0.drop { $0 == "#" }.dropFirst()) })
    }

    private static func anchor(of heading: Substring) -> String {
        let kept = heading.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        return String(kept.map { $0 == " " ? "-" : $0 })
    }
}
