package import LedgerValues

/// The lines of a group that fit, of all streams or of those whose names begin so.
package struct FilterLogEvents: JSONCall, PagedCall {
    package static let operation = AWSOperation(.cloudWatchLogs, "FilterLogEvents", .read)

    package let group: String
    package let pattern, streamPrefix: String?
    package let from: Timestamp?
    package let token: String?

    package init(
        group: String,
        pattern: String? = nil,
        streamPrefix: String? = nil,
        from: Timestamp? = nil,
        token: String? = nil
    ) {
        (self.group, self.pattern, self.streamPrefix) = (group, pattern, streamPrefix)
        (self.from, self.token) = (from, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("logGroupName", .string(group)), ("filterPattern", pattern.map { .string($0) }),
            ("logStreamNamePrefix", streamPrefix.map { .string($0) }),
            ("startTime", from.map { .integer($0.microseconds / 1_000) }), ("nextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> FilterLogEvents? {
        answer.nextToken.map {
            FilterLogEvents(group: group, pattern: pattern, streamPrefix: streamPrefix, from: from, token: $0)
        }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let events: [LogEvent]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            events = object.objects("events").map(LogEvent.init)
            nextToken = object.text("nextToken")
        }
    }
}
