/// What stands at one place of the input.
package enum Incoming: Equatable, Sendable {
    case event(Envelope, line: Int)
    case defect(Defect)
}

/// A place of the input that is not taken in, and why; the rest is.
package struct Defect: Equatable, Sendable {
    package enum Reason: Error, Equatable, Sendable {
        case json(String)
        case notAnEvent
        case missing(String)
        case invalid(String, wanted: String)
        /// Wrappers in wrappers, deeper than anything AWS makes.
        case wrappedTooDeep
        /// A value over ``ValueSplitter/largest``.
        case tooLong
        /// With what is sealed it does not fit a record.
        case tooLargeToKeep
        /// Its id stands in the log with another content.
        case idReused
    }

    /// 1 is the first.
    package let line: Int
    package let reason: Reason

    package init(line: Int, reason: Reason) {
        (self.line, self.reason) = (line, reason)
    }
}

extension Defect: CustomStringConvertible {
    package var description: String { "line \(line): \(reason)" }
}

extension Defect.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .json(let error): error
        case .notAnEvent: "not an EventBridge event: it has no 'detail-type', 'source' and 'detail'"
        case .missing(let member): "no '\(member)'"
        case .invalid(let member, let wanted): "'\(member)' must be \(wanted)"
        case .wrappedTooDeep: "wrapped more than \(Unwrapping.deepest) times"
        case .tooLong: "a value of more than \(ValueSplitter.largest >> 20) MiB"
        case .tooLargeToKeep: "too large to be kept in one record"
        case .idReused: "an event with the same id was taken in before, with other content"
        }
    }
}
