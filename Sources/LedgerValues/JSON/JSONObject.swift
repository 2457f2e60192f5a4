/// The members of a JSON object, always sorted by the UTF-16 code units of their names (RFC 8785 §3.2.3).
///
/// Objects in records are small, so a sorted array is both the fastest map and the canonical form.
package struct JSONObject: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) {
            (self.key, self.value) = (key, value)
        }

        package static func == (left: Member, right: Member) -> Bool {
            left.key.hasSameBytes(as: right.key) && left.value == right.value
        }
    }

    package private(set) var members: [Member]

    package init() {
        members = []
    }

    /// Of two members with the same name, the later wins.
    package init(_ pairs: [(String, JSONValue)]) {
        self.init()
        for (key, value) in pairs { self[key] = value }
    }

    /// Whether members are in an object's order, and have unique names.
    package static func areSorted(_ members: [Member]) -> Bool {
        for index in members.indices.dropFirst()
        where !members[index - 1].key.precedesInUTF16(members[index].key) { return false }
        return true
    }

    /// Requires members for which ``areSorted(_:)`` is true.
    package init(sorted members: [Member]) {
        self.members = members
    }

    /// Accepts members in any order; nil if two have the same name.
    package init?(unique unsorted: [Member]) {
        if Self.areSorted(unsorted) {
            members = unsorted
            return
        }
        let sorted = unsorted.sorted { $0.key.precedesInUTF16($1.key) }
        for index in sorted.indices.dropFirst() where sorted[index - 1].key.hasSameBytes(as: sorted[index].key) {
            return nil
        }
        members = sorted
    }

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }

    /// The nesting depth of arrays and objects, including this one.
    package var depth: Int {
        1 + members.reduce(0) { max($0, $1.value.depth) }
    }

    package subscript(_ key: String) -> JSONValue? {
        get {
            for member in members where member.key.hasSameBytes(as: key) { return member.value }
            return nil
        }
        set {
            let index = members.firstIndex { !$0.key.precedesInUTF16(key) } ?? members.endIndex
            let isPresent = index < members.endIndex && members[index].key.hasSameBytes(as: key)
            switch (newValue, isPresent) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert(Member(key: key, value: value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): return
            }
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

extension String {
    /// Whether both have the same code points.
    ///
    /// `==` also equates canonically equivalent texts, such as `é` as one code point and as two.
    package func hasSameBytes(as other: String) -> Bool {
        let (left, right) = (utf8.span, other.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] { return false }
        return true
    }

    /// Whether this text sorts before `other` by UTF-16 code units.
    ///
    /// UTF-8 bytes sort by code point, which differs from UTF-16 in one case only: a supplementary character (lead byte
    /// F0 and up) has surrogates, which sort before U+E000 to U+FFFF (lead bytes EE and EF).
    package func precedesInUTF16(_ other: String) -> Bool {
        let (left, right) = (utf8.span, other.utf8.span)
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            let (a, b) = (left[index], right[index])
            if a >= 0xF0, b == 0xEE || b == 0xEF { return true }
            if b >= 0xF0, a == 0xEE || a == 0xEF { return false }
            return a < b
        }
        return left.count < right.count
    }
}
