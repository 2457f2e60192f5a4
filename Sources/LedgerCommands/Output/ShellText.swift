import LedgerValues

/// Text with commands in it for a person to copy: what is interpolated is one word to a shell, whatever is in it.
struct ShellText: Equatable {
    private(set) var text: String

    /// Takes text as it is: the caller has quoted it, or it is not a command.
    init(verbatim text: String) {
        self.text = text
    }

    static func + (left: ShellText, right: ShellText) -> ShellText { ShellText(verbatim: left.text + right.text) }
    static func += (left: inout ShellText, right: ShellText) { left.text += right.text }
}

extension ShellText: ExpressibleByStringInterpolation {
    init(stringLiteral literal: String) {
        text = literal
    }

    init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
    }

    struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {}

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += value.description.shellQuoted
        }

        mutating func appendInterpolation(_ other: ShellText) {
            text += other.text
        }
    }
}
