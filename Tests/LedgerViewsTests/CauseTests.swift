import LedgerLog
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

struct `The cause of a failure in the views` {
    private func stop(_ task: String, _ reason: String, exit: Int64? = nil, at minute: Int) -> JSONObject {
        var container: JSONObject = ["name": "api"]
        container["exitCode"] = exit.map(JSONValue.integer)
        return [
            "task": .string(task), "reason": .string(reason), "containers": [.object(container)],
            "stoppedAt": .string(Story.time(minute).description),
        ]
    }

    private func cause(_ events: [(type: String, data: JSONObject, minute: Int)]) throws -> [Cell]? {
        var story = Story()
        story.add("deployment.requested", story.identity(1).merging(["kind": "deploy"]), at: 1)
        for event in events { story.add(event.type, story.identity(1).merging(event.data), at: event.minute) }
        return try ViewFixture(story.drafts).session().query("SELECT cause, caused_at FROM deployments").rows.first
    }

    @Test func `is the newest stop, whether it is an event or comes with the end`() throws {
        let events: [(type: String, data: JSONObject, minute: Int)] = [
            ("task.stopped", stop("1", "CannotPullContainerError: not found", at: 5), 5),
            ("task.stopped", stop("2", "OutOfMemoryError", exit: 137, at: 4), 6),
        ]
        let pull: [Cell] = [.text("task 1: CannotPullContainerError: not found"), .text("\(Story.time(5))")]
        #expect(try cause(events) == pull && cause(events.reversed()) == pull)
        let stops: JSONValue = [.object(stop("3", "Task failed ELB health checks", at: 7))]
        let end: JSONObject = ["code": "c", "message": "m", "stops": stops]
        #expect(
            try cause(events + [("deployment.failed", end, 8)])
                == [.text("task 3: Task failed ELB health checks"), .text("\(Story.time(7))")]
        )
        #expect(try cause([]) == [.null, .null])
    }
}
