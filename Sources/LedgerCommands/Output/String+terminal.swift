import LedgerValues

extension String {
    /// This text with everything escaped that could disturb a terminal or hide what is written: control characters, and
    /// those that change the direction of text or are invisible (Unicode Standard Annex #9; CVE-2021-42574).
    var escapingControls: String {
        guard unicodeScalars.contains(where: { $0.isDisturbing }) else { return self }
        return unicodeScalars.map { scalar in
            scalar.isDisturbing ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }

    /// How many columns of a terminal this takes: two for East Asian wide characters and emoji, none for marks.
    var columns: Int {
        unicodeScalars.allSatisfy(\.isASCII) ? unicodeScalars.count : reduce(0) { $0 + $1.columns }
    }
}

extension Character {
    fileprivate var columns: Int {
        guard let scalar = unicodeScalars.first else { return 0 }
        if unicodeScalars.contains(where: { $0.properties.isEmojiPresentation || $0.value == 0xFE0F }) { return 2 }
        return scalar.isWide ? 2 : 1
    }
}

extension Unicode.Scalar {
    /// Control, format, line and paragraph separator characters.
    fileprivate var isDisturbing: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return value != 0x200D
        default: return false
        }
    }

    /// The blocks whose characters Unicode Standard Annex #11 calls wide.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}

extension String {
    /// ``escapingControls`` on each line, but for our own colours.
    var escapingControlsInLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapingControlsButInk }
            .joined(separator: "\n")
    }

    private var escapingControlsButInk: String {
        guard Terminal.hasColour, unicodeScalars.contains("\u{1B}") else { return escapingControls }
        var parts = split(separator: "\u{1B}", omittingEmptySubsequences: false).map { String($0) }
        let first = parts.removeFirst().escapingControls
        return parts.reduce(first) { text, part in
            guard let code = Ink.codes.first(where: part.hasPrefix) else {
                return text + "\u{1B}".escapingControls + part.escapingControls
            }
            return text + "\u{1B}" + code + String(part.dropFirst(code.count)).escapingControls
        }
    }
}

// MARK: - For programs

extension String {
    /// The text of JSON with what could disturb a terminal escaped in it.
    ///
    /// Only strings hold such characters. Those below U+0020 are escaped already, or they are our own newlines.
    var escapedInJSON: String {
        utf8.allSatisfy { $0 < 0x7F } ? self : escaping { $0.value >= 0x20 && $0.isDisturbing }
    }

    /// The same for text that is not JSON.
    var escapingControlsAsJSON: String {
        escaping(\.isDisturbing)
    }

    private func escaping(_ isMeant: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: isMeant) else { return self }
        return unicodeScalars.map { isMeant($0) ? $0.escapedAsJSON : String($0) }.joined()
    }
}

extension Unicode.Scalar {
    fileprivate var escapedAsJSON: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default:
            String(self).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
    }
}

extension JSONValue {
    /// The canonical text with what could disturb a terminal escaped in it.
    var printed: String { CanonicalJSON.text(self).escapedInJSON }
}
