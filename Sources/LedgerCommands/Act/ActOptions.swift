import ArgumentParser
import LedgerDomain
import LedgerProcessor

/// What every command has that acts on a stage at AWS.
struct ActOptions: ParsableArguments {
    @OptionGroup var reason: ReasonOptions

    @Flag(help: "Print the events that would be appended and the calls that would be made; only read from AWS.")
    var dryRun = false

    @OptionGroup private var expectation: ExpectOptions

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

    func expectedVersion() throws(Failure) -> Int? { try expectation.version() }

    /// Refuses where another version is expected to be the newest.
    func checkExpectation(_ id: StageID) throws(Failure) { try expectation.check(id, ledger) }
}

struct ExpectOptions: ParsableArguments {
    @Option(help: "Refuse unless this is the stage's newest deployment: v7.")
    private var expect: String?

    /// The version that must be the newest; nil when none is named.
    func version() throws(Failure) -> Int? {
        guard let expect else { return nil }
        guard let version = Reference.version(expect) else {
            throw .usage("--expect: '\(expect)' is no version", hint: "write v7")
        }
        return version
    }

    /// Refuses where it is not.
    func check(_ id: StageID, _ ledger: LedgerOptions) throws(Failure) {
        guard let version = try version() else { return }
        try OpenLedger.forReading(ledger).folded(id).require(newest: version, of: id)
    }
}

extension Stage {
    /// Refuses unless this is its newest deployment.
    func require(newest expected: Int, of id: StageID) throws(Failure) {
        let newest = nextVersion - 1
        guard newest != expected else { return }
        throw Failure(
            .conflict,
            "unexpected",
            "\(id) is at v\(newest), v\(expected) was expected",
            hint: "stackledger history \(id)"
        )
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

    @Option(help: "How long to wait between two looks at AWS; 0s for no pause of any kind between looks.")
    private var poll = "5s"

    /// What was sent a moment ago may not show yet: its own pause stays, unless there are to be none at all.
    func pace() throws(Failure) -> RetryPolicy {
        var pace = RetryPolicy(
            poll: try Self.duration(poll, "--poll"),
            timeout: try Self.duration(timeout, "--timeout")
        )
        if pace.poll == .zero { pace.look = .zero }
        return pace
    }

    func lockDuration() throws(Failure) -> Duration { try Self.duration(lockWait, "--lock-wait") }

    private static func duration(_ text: String, _ name: String) throws(Failure) -> Duration {
        let words = text.lowercased().split(separator: " ").map(String.init)
        if let seconds = TimeText.seconds(words) ?? Int64(text), seconds >= 0 { return .seconds(seconds) }
        throw .usage("\(name): '\(text)' is no length of time", hint: "write 90s, 20m or 2h")
    }
}
