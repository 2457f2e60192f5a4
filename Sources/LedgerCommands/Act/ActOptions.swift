import ArgumentParser
import LedgerDomain
import LedgerProcessor

/// What every command has that acts on a stage at AWS.
struct ActOptions: ParsableArguments {
    @OptionGroup var reason: ReasonOptions

    @Flag(help: "Print the events that would be appended and the calls that would be made; only read from AWS.")
    var dryRun = false

    @Option(help: "Refuse unless this is the stage's newest deployment: v7.")
    private var expect: String?

    @Option(help: "Do this once under this key, however often it is tried.")
    var idempotencyKey: String?

    @Flag(name: .shortAndLong, help: "Do not ask; without a terminal nobody is asked.")
    var yes = false

    @OptionGroup var following: FollowOptions
    @OptionGroup var waiting: WaitOptions
    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var actor: ActorOptions
    @OptionGroup var output: OutputOptions

    /// Asks at a terminal, unless told not to.
    func confirm(_ question: @autoclosure () throws(Failure) -> String) throws(Failure) {
        guard !yes, Confirmation.isPossible else { return }
        try Confirmation.ask(try question().escapingControls, undone: "nothing was changed")
    }

    /// The version that must be the newest; nil when none is named.
    func expectedVersion() throws(Failure) -> Int? {
        guard let expect else { return nil }
        guard let version = Reference.version(expect) else {
            throw .usage("--expect: '\(expect)' is no version", hint: "write v7")
        }
        return version
    }
}

/// Whether an outcome is waited for at all.
struct FollowOptions: ParsableArguments {
    @Flag(help: "Do not wait for the outcome: end when the calls are made.")
    var noWait = false
}

/// How long something is waited for.
struct WaitOptions: ParsableArguments {
    @Option(help: "How long the outcome is waited for, as 90s or 20m; then the exit code is 8.")
    private var timeout = "30m"

    @Option(help: "How long to wait for somebody else who acts on the stage.")
    private var lockWait = "0s"

    @Option(help: "How long to wait between two looks at AWS.")
    private var poll = "5s"

    /// Nobody waits longer between two looks than was asked for, whatever they look for.
    func pace() throws(Failure) -> Pace {
        var pace = Pace(poll: try Self.duration(poll, "--poll"), timeout: try Self.duration(timeout, "--timeout"))
        pace.look = min(pace.look, pace.poll)
        return pace
    }

    func lockDuration() throws(Failure) -> Duration { try Self.duration(lockWait, "--lock-wait") }

    private static func duration(_ text: String, _ name: String) throws(Failure) -> Duration {
        let words = text.lowercased().split(separator: " ").map(String.init)
        if let seconds = TimeText.seconds(words) ?? Int64(text) { return .seconds(seconds) }
        throw .usage("\(name): '\(text)' is no length of time", hint: "write 90s, 20m or 2h")
    }
}
