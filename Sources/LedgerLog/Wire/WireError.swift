/// Why `data` is not what its event type says.
package enum WireError: Error, Hashable, Sendable {
    case unknownType(String)
    case missing(String)
    /// `wanted` says what the member must be: "a positive integer".
    case invalid(String, wanted: String)
}

extension WireError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownType(let type): "unknown event type '\(type)'"
        case .missing(let member): "no '\(member)' in data"
        case .invalid(let member, let wanted): "'\(member)' must be \(wanted)"
        }
    }
}
