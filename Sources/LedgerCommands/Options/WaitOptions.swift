import ArgumentParser
import LedgerOperations

/// Whether an outcome is waited for at all.
struct FollowOptions: ParsableArguments {
    @Flag(help: "Do not wait for the outcome: end when the calls are made.")
    var noWait = false
}

/// How long something is waited for.
struct WaitOptions: ParsableArguments {
    @Option(help: "How long to wait for the outcome, as 90s or 20m; then the exit code is 8.")
    private var timeout = "30m"

    @Option(help: "How long to wait for the stage's lock.")
    private var lockWait = "0s"

    @Option(help: "How long to wait between two looks at AWS; 0s for no pause between looks.")
    private var poll = "5s"

    func limits() throws(Failure) -> TimeLimits {
        TimeLimits(
            lock: try Self.duration(lockWait, "--lock-wait"),
            outcome: try Self.duration(timeout, "--timeout"),
            poll: try Self.duration(poll, "--poll")
        )
    }

    private static func duration(_ text: String, _ name: String) throws(Failure) -> Duration {
        let words = text.lowercased().split(separator: " ").map(String.init)
        if let seconds = TimeText.seconds(words) ?? Int64(text), seconds >= 0 { return .seconds(seconds) }
        throw .usage(.notADuration(text, option: name))
    }
}
