/// An item of the input.
package enum Incoming: Equatable, Sendable {
    case event(Envelope, line: Int)
    case defect(Defect)
}

/// An item that is skipped, and why.
package struct Defect: Equatable, Sendable {
    package enum Reason: Error, Equatable, Sendable {
        case json(String)
        case notAnEvent
        case missing(String)
        case invalid(String, wanted: String)
        /// Nested in more wrappers than AWS ever makes.
        case wrappedTooDeep
        /// A value larger than ``ValueSplitter`` takes.
        case tooLong
        /// A record of CloudTrail larger than ``CloudTrailRecord/largest``.
        case recordTooLong
        /// The input is of another format; nothing of it is read.
        case foreign(ForeignFormat)
        /// The rest of the input cannot be decompressed.
        case gzip(GzipFailure)
        /// Too large for a record after sealing.
        case tooLargeToKeep
        /// The log has its id with different content.
        case idReused
        /// The number of further elements of one value that are not events; they are not reported one by one.
        case more(Int)
    }

    /// The maximum number that is reported one by one: an input can be made of nothing else.
    package static let mostReported = 1_000

    /// One-based.
    package let line: Int
    package let reason: Reason

    package init(line: Int, reason: Reason) {
        (self.line, self.reason) = (line, reason)
    }
}

/// Why gzip data cannot be decompressed.
package enum GzipFailure: Error, Equatable, Sendable {
    case damaged
    /// The input ends within a member.
    case cutOff
    /// The output is larger than the caller wants.
    case tooLong
}

extension Defect: CustomStringConvertible {
    package var description: String { "line \(line): \(reason)" }
}

extension Defect.Reason: CustomStringConvertible {
    package var description: String { remedy.map { "\(what); \($0)" } ?? what }

    /// What is wrong.
    package var what: String {
        switch self {
        case .json(let error): error
        case .notAnEvent: "not an EventBridge event: needs 'detail-type', 'source' and 'detail'"
        case .missing(let member): "'\(member)' is missing"
        case .invalid(let member, let wanted): "'\(member)' must be \(wanted)"
        case .wrappedTooDeep: "wrapped more than \(Unwrapping.deepest) times"
        case .tooLong: "a value is larger than \(ValueSplitter.largest >> 20) MiB"
        case .gzip(.tooLong): "what a wrapper holds is larger than \(ValueSplitter.largestWrapper >> 20) MiB"
        case .recordTooLong: "a CloudTrail record is larger than \(CloudTrailRecord.largest >> 20) MiB"
        case .foreign(let format): "the input is \(format.name)"
        case .gzip(.damaged): "the gzip data is damaged from here on"
        case .gzip(.cutOff): "the gzip data ends too early"
        case .tooLargeToKeep: "too large for one record"
        case .idReused: "an event with the same id was already imported, with different content"
        case .more(let count): "\(count) more elements are not events"
        }
    }

    /// Whether there was no event to be recorded.
    var isOfReading: Bool {
        switch self {
        case .json, .notAnEvent, .missing, .invalid, .wrappedTooDeep, .tooLong, .recordTooLong, .foreign, .gzip, .more:
            true
        case .tooLargeToKeep, .idReused: false
        }
    }

    /// What to do; nil where that depends on who made the input.
    package var remedy: String? {
        switch self {
        case .foreign(let format): format.remedy
        case .gzip(.damaged), .gzip(.cutOff): "fetch the file again"
        case .json, .notAnEvent, .missing, .invalid, .wrappedTooDeep, .tooLong, .recordTooLong, .gzip(.tooLong),
            .tooLargeToKeep, .idReused, .more:
            nil
        }
    }
}
