package import LedgerValues

/// A line of a log.
package struct LogEvent: Equatable, Sendable {
    package let time: Timestamp?
    package let message: String
    /// Nil where the stream was asked for by name.
    package let stream, id: String?

    init(_ object: JSONObject) {
        time = object.milliseconds("timestamp")
        message = object.text("message") ?? ""
        (stream, id) = (object.text("logStreamName"), object.text("eventId"))
    }
}
