/// What it costs to begin: a command that needs neither a ledger nor AWS, beside a program that does nothing.
struct StartUp {
    private static let rounds = 41

    let binary: String

    func figures() throws(BenchmarkError) -> [Figure] {
        Progress.say("starting")
        let binary = binary
        func version(_: Int) throws(BenchmarkError) { try Child.run([binary, "--version"]) }
        func nothing(_: Int) throws(BenchmarkError) { try Child.run(["true"]) }
        let times = try medians(rounds: Self.rounds, of: [version, nothing])
        return [
            Figure(
                name: "start-up, --version beside true",
                value: times[0].short,
                peer: times[1].short,
                ratio: times[0].seconds / times[1].seconds
            )
        ]
    }
}
