/// Reads the part of XML 1.0 that AWS uses, in one pass.
///
/// Nesting is limited and a document type is refused, so that no answer can exhaust the reader. It refuses wrong nesting
/// and unknown entities; it does not check the characters of names.
struct XMLReader {
    /// The maximum depth of elements.
    static let deepest = 64
    /// The maximum size of a document in bytes.
    static let largest = 1 << 20

    private let bytes: [UInt8]
    private var index = 0
    /// The open elements, the outermost first.
    private var open: [XMLElement] = []
    private var root: XMLElement?

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The root element; nil if this is not such a document.
    static func document(_ bytes: [UInt8]) -> XMLElement? {
        guard bytes.count <= largest else { return nil }
        var reader = XMLReader(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        while reader.index < bytes.count {
            guard reader.step() else { return nil }
        }
        return reader.open.isEmpty ? reader.root : nil
    }

    /// Reads the next piece of markup or text; false if it is neither.
    private mutating func step() -> Bool {
        if bytes[index] != UInt8(ascii: "<") { return text() }
        if skips("<!--", to: "-->") || skips("<?", to: "?>") { return true }
        if let section = take("<![CDATA[", to: "]]>") { return append(section) }
        if let content = take("</", to: ">") { return close(content) }
        if bytes[index...].starts(with: "<!".utf8) { return false }
        return take("<", to: ">").map { start($0) } ?? false
    }

    private mutating func skips(_ start: String, to end: String) -> Bool { take(start, to: end) != nil }

    /// What is between two marks, the first of which is here; nil if one of them is missing.
    private mutating func take(_ start: String, to end: String) -> ArraySlice<UInt8>? {
        guard bytes[index...].starts(with: start.utf8) else { return nil }
        let content = index + start.utf8.count
        guard let found = bytes[content...].firstIndex(of: end.utf8) else { return nil }
        index = found + end.utf8.count
        return bytes[content..<found]
    }

    private mutating func start(_ tag: ArraySlice<UInt8>) -> Bool {
        let isEmpty = tag.last == UInt8(ascii: "/")
        let name = Self.localName(tag.prefix { !$0.isXMLSpace && $0 != UInt8(ascii: "/") })
        guard !name.isEmpty, open.count < Self.deepest, root == nil || !open.isEmpty else { return false }
        open.append(XMLElement(name: name))
        return isEmpty ? closeLast() : true
    }

    private mutating func close(_ tag: ArraySlice<UInt8>) -> Bool {
        let name = Self.localName(tag.prefix { !$0.isXMLSpace })
        return open.last?.name == name && closeLast()
    }

    private mutating func closeLast() -> Bool {
        guard var element = open.popLast() else { return false }
        if !element.children.isEmpty { element.text = "" }
        if open.isEmpty {
            root = element
        } else {
            open[open.count - 1].children.append(element)
        }
        return true
    }

    private static func localName(_ name: ArraySlice<UInt8>) -> String {
        let colon = name.lastIndex(of: UInt8(ascii: ":"))
        return String(decoding: colon.map { name[($0 + 1)...] } ?? name, as: UTF8.self)
    }

    // MARK: - Text

    private mutating func text() -> Bool {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        let raw = bytes[index..<end]
        index = end
        guard let text = Self.resolved(raw) else { return false }
        return append(text)
    }

    /// Outside of the root element only white space is allowed.
    private mutating func append(_ text: some Collection<UInt8>) -> Bool {
        guard !open.isEmpty else { return text.allSatisfy(\.isXMLSpace) }
        open[open.count - 1].text += String(decoding: text, as: UTF8.self)
        return true
    }

    /// The text with its entities replaced; nil if XML does not have one of them.
    private static func resolved(_ raw: ArraySlice<UInt8>) -> [UInt8]? {
        guard raw.contains(UInt8(ascii: "&")) else { return Array(raw) }
        var resolved: [UInt8] = []
        var rest = raw
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "&") else {
                resolved.append(byte)
                continue
            }
            let name = rest.prefix { $0 != UInt8(ascii: ";") }
            guard name.count < rest.count, let scalar = entity(String(decoding: name, as: UTF8.self)) else {
                return nil
            }
            resolved.append(contentsOf: String(scalar).utf8)
            rest = rest.dropFirst(name.count + 1)
        }
        return resolved
    }

    private static func entity(_ name: String) -> Unicode.Scalar? {
        if name.hasPrefix("#x") { return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
        let named: [String: Unicode.Scalar] = ["amp": "&", "apos": "'", "gt": ">", "lt": "<", "quot": "\""]
        return named[name]
    }
}

extension UInt8 {
    fileprivate var isXMLSpace: Bool { [0x20, 0x09, 0x0A, 0x0D].contains(self) }
}

extension ArraySlice<UInt8> {
    /// The index of the first `mark`.
    fileprivate func firstIndex(of mark: String.UTF8View) -> Int? {
        guard let first = mark.first else { return nil }
        var rest = self
        while let start = rest.firstIndex(of: first) {
            if rest[start...].starts(with: mark) { return start }
            rest = rest[(start + 1)...]
        }
        return nil
    }
}
