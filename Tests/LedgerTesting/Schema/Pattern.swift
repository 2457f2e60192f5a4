/// A regular expression as the schemas use it: a small part of ECMA 262.
///
/// Supports literals, classes, groups, `|`, `*`, `+`, `?`, `{n}`, `{n,m}`, `^` and `$`; anything else is an error when
/// the pattern is read. `$` matches only the end of the text, unlike in `Regex`, where it also matches before a final
/// newline.
struct Pattern: Sendable {
    private let root: Node

    indirect enum Node: Sendable {
        case scalar(ScalarClass)
        case sequence([Node])
        case choice([Node])
        case repeated(Node, least: Int, most: Int)
        case start
        case end
    }

    struct ScalarClass: Sendable {
        var ranges: [ClosedRange<Unicode.Scalar>]
        var isNegated = false

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar) } != isNegated
        }
    }

    init(_ text: String) throws(SchemaError) {
        var reader = PatternReader(text)
        root = try reader.choice()
        guard reader.isAtEnd else { throw .pattern(text) }
    }

    /// Whether some part of `text` matches, which is what `pattern` means in a schema.
    func isFound(in text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return (0...scalars.count).contains { Self.match(root, scalars, $0) { _ in true } }
    }

    /// Calls `rest` with every index at which `node` can end, until it returns true.
    private static func match(
        _ node: Node,
        _ text: [Unicode.Scalar],
        _ index: Int,
        _ rest: (Int) -> Bool
    ) -> Bool {
        switch node {
        case .scalar(let scalars): index < text.count && scalars.contains(text[index]) && rest(index + 1)
        case .sequence(let nodes): match(nodes[...], text, index, rest)
        case .choice(let nodes): nodes.contains { match($0, text, index, rest) }
        case .repeated(let node, let least, let most): match(node, least, most, text, index, rest)
        case .start: index == 0 && rest(index)
        case .end: index == text.count && rest(index)
        }
    }

    private static func match(
        _ nodes: ArraySlice<Node>,
        _ text: [Unicode.Scalar],
        _ index: Int,
        _ rest: (Int) -> Bool
    ) -> Bool {
        guard let first = nodes.first else { return rest(index) }
        return match(first, text, index) { match(nodes.dropFirst(), text, $0, rest) }
    }

    private static func match(
        _ node: Node,
        _ least: Int,
        _ most: Int,
        _ text: [Unicode.Scalar],
        _ index: Int,
        _ rest: (Int) -> Bool
    ) -> Bool {
        let again = { (next: Int) in
            (next > index || least > 0) && match(node, max(least - 1, 0), most - 1, text, next, rest)
        }
        if most > 0, match(node, text, index, again) { return true }
        return least <= 0 && rest(index)
    }
}

/// A recursive descent parser for patterns.
private struct PatternReader {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    var isAtEnd: Bool { index == scalars.count }

    private var next: Unicode.Scalar? { isAtEnd ? nil : scalars[index] }

    mutating func choice() throws(SchemaError) -> Pattern.Node {
        var nodes = [try sequence()]
        while skip("|") { nodes.append(try sequence()) }
        return .choice(nodes)
    }

    private mutating func sequence() throws(SchemaError) -> Pattern.Node {
        var nodes: [Pattern.Node] = []
        while let next, next != "|", next != ")" { nodes.append(try repeated(try atom())) }
        return .sequence(nodes)
    }

    private mutating func repeated(_ node: Pattern.Node) throws(SchemaError) -> Pattern.Node {
        if skip("*") { return .repeated(node, least: 0, most: .max) }
        if skip("+") { return .repeated(node, least: 1, most: .max) }
        if skip("?") { return .repeated(node, least: 0, most: 1) }
        guard skip("{") else { return node }
        let least = try number()
        let most = skip(",") ? try number() : least
        try expect("}")
        return .repeated(node, least: least, most: most)
    }

    private mutating func atom() throws(SchemaError) -> Pattern.Node {
        let scalar = try take()
        switch scalar {
        case "^": return .start
        case "$": return .end
        case "(":
            let inner = try choice()
            try expect(")")
            return inner
        case "[": return .scalar(try scalarClass())
        case "\\":
            let escaped = try punctuation()
            return .scalar(.init(ranges: [escaped...escaped]))
        case ".", "*", "+", "?", "{", "}", "]": throw .pattern(text)
        default: return .scalar(.init(ranges: [scalar...scalar]))
        }
    }

    private mutating func scalarClass() throws(SchemaError) -> Pattern.ScalarClass {
        var scalars = Pattern.ScalarClass(ranges: [])
        scalars.isNegated = skip("^")
        while !skip("]") {
            let low = skip("\\") ? try punctuation() : try take()
            let isRange = next == "-" && index + 1 < self.scalars.count && self.scalars[index + 1] != "]"
            if isRange { index += 1 }
            let high = isRange ? try take() : low
            guard low <= high else { throw .pattern(text) }
            scalars.ranges.append(low...high)
        }
        return scalars
    }

    /// The character after a backslash; `\d` and the like are not supported.
    private mutating func punctuation() throws(SchemaError) -> Unicode.Scalar {
        let scalar = try take()
        guard !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) else { throw .pattern(text) }
        return scalar
    }

    private mutating func number() throws(SchemaError) -> Int {
        var digits = ""
        while let next, ("0"..."9").contains(next) { digits.unicodeScalars.append(try take()) }
        guard let number = Int(digits) else { throw .pattern(text) }
        return number
    }

    private mutating func take() throws(SchemaError) -> Unicode.Scalar {
        guard let next else { throw .pattern(text) }
        index += 1
        return next
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(SchemaError) {
        guard skip(scalar) else { throw .pattern(text) }
    }
}
