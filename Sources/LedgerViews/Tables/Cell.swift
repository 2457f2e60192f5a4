import LedgerDomain
package import LedgerValues

/// A value in a column of the read model.
package enum Cell: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)

    package init(_ text: String?) {
        self = text.map(Cell.text) ?? .null
    }

    package init(_ number: Int64?) {
        self = number.map(Cell.integer) ?? .null
    }

    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    package var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    package var json: JSONValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        }
    }
}
