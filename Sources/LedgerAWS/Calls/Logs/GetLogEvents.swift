package import LedgerValues

/// The lines of a stream from the first on; the last page gives its own token again.
package struct GetLogEvents: JSONCall, PagedCall {
    package static let operation = AWSOperation(.cloudWatchLogs, "GetLogEvents", .read)

    package let group, stream: String
    package let token: String?

    package init(group: String, stream: String, token: String? = nil) {
        (self.group, self.stream, self.token) = (group, stream, token)
    }

    package var members: JSONObject {
        JSONObject(given: [
            ("logGroupName", .string(group)), ("logStreamName", .string(stream)), ("startFromHead", true),
            ("nextToken", token.map { .string($0) }),
        ])
    }

    package func next(after answer: Answer) -> GetLogEvents? {
        answer.nextToken.map { GetLogEvents(group: group, stream: stream, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let events: [LogEvent]
        package let nextToken: String?

        package init(_ object: JSONObject) {
            events = object.objects("events").map(LogEvent.init)
            nextToken = object.text("nextForwardToken")
        }
    }
}
