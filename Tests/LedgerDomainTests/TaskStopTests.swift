import LedgerDomain
import Testing

struct `A task that stopped` {
    private static func stop(_ code: String?, _ reason: String, _ containers: TaskStop.Container...) -> TaskStop {
        TaskStop(task: "1f", code: code, reason: reason, containers: containers, stoppedAt: nil)
    }

    private static let essential = "Essential container in task exited"

    @Test(
        arguments: [
            (
                stop("EssentialContainerExited", essential, .init(name: "api", exitCode: 1), .init(name: "web")),
                "task 1f: EssentialContainerExited, exit 1 (api)"
            ),
            (
                stop("EssentialContainerExited", essential, .init(name: "api", exitCode: 137, reason: "OutOfMemory")),
                "task 1f: EssentialContainerExited, exit 137 (api: OutOfMemory)"
            ),
            (
                stop("TaskFailedToStart", "CannotPullContainerError: not found", .init(name: "api", exitCode: 0)),
                "task 1f: CannotPullContainerError: not found"
            ),
            (stop("UserInitiated", ""), "task 1f: UserInitiated"), (stop(nil, ""), "task 1f: it stopped"),
        ]
    )
    func `says why in a line`(stop: TaskStop, text: String) {
        #expect(stop.text == text)
    }

    @Test func `adds to what AWS says of its deployment`() {
        let stop = Self.stop(nil, "because")
        let report = StopReport(stops: [stop], logGroups: ["/ecs/shop"], link: "https://x")
        #expect(report.explaining("It failed.") == "It failed; task 1f: because; log group /ecs/shop; https://x")
        #expect(StopReport().explaining("It failed.") == "It failed.")
    }
}
