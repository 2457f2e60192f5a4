/// Why bytes are not valid JSON, and the zero-based byte offset.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case byteOrderMark
        case trailingBytes
        case invalidUTF8
        case controlCharacter
        case invalidEscape
        case loneSurrogate
        case duplicateKey(String)
        case notAnInteger
        case integerOutOfRange
        case tooDeep
        case notCanonical
    }

    package let reason: Reason
    package let offset: Int

    package init(_ reason: Reason, at offset: Int) {
        (self.reason, self.offset) = (reason, offset)
    }
}

extension JSONError: CustomStringConvertible {
    package var description: String { "\(reason) at byte \(offset + 1)" }
}

extension JSONError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpectedEnd: "the JSON ends unexpectedly"
        case .unexpectedByte(let byte):
            (0x21...0x7E).contains(byte)
                ? "unexpected '\(Unicode.Scalar(byte))'" : "unexpected byte 0x\(String(byte, radix: 16))"
        case .byteOrderMark: "a byte order mark"
        case .trailingBytes: "unexpected content after the JSON value"
        case .invalidUTF8: "invalid UTF-8"
        case .controlCharacter: "a control character inside a string"
        case .invalidEscape: "an invalid escape"
        case .loneSurrogate: "a lone surrogate"
        case .duplicateKey(let key): "duplicate member '\(key)'"
        case .notAnInteger: "a number that is not an integer"
        case .integerOutOfRange: "an integer outside ±(2^53−1)"
        case .tooDeep: "JSON nested deeper than \(JSONReader.deepest) levels"
        case .notCanonical: "not canonical JSON (RFC 8785)"
        }
    }
}
