/// How fast a whole history is taken in, and in how much memory.
struct Throughput {
    private static let memory = 150.0

    private let made: MadeLedger
    private let rounds: Int

    init(_ made: MadeLedger, _ options: Options) {
        self.made = made
        rounds = max(1, min(3, 300_000 / made.events))
    }

    func figures() throws(BenchmarkError) -> [Figure] {
        var (replays, firstQueries, rebuilds): ([Child], [Child], [Child]) = ([], [], [])
        for round in 1...rounds {
            Progress.say("replay and rebuild of \(made.events.grouped) events, \(round) of \(rounds)")
            replays.append(try made.replay())
            firstQueries.append(try made.stackledger("status", "stack-0"))
            made.removeViews()
            rebuilds.append(try made.stackledger("status", "stack-0"))
        }
        let whole = zip(replays, firstQueries).map { $0 + $1 }
        return [
            rate("replay of \(made.events.grouped), log only", replays, aim: nil),
            rate("replay of \(made.events.grouped), with views", whole, aim: 50_000),
            rate("rebuild of \(made.events.grouped), cold process", rebuilds, aim: 200_000),
            try copying(beside: rebuilds.map(\.time).median),
            peak("peak memory of replay of \(made.events.grouped)", replays),
            peak("peak memory of rebuild of \(made.events.grouped)", rebuilds + firstQueries),
        ]
    }

    private func copying(beside rebuild: Duration) throws(BenchmarkError) -> Figure {
        let name = "  to copying its rows by the sqlite3 shell"
        guard Child.exists("sqlite3") else { return Figure(name: name, value: "no sqlite3 here") }
        let copy = RowCopy(target: made.folder.file("copy.db"))
        func makeCopy(_: Int) throws(BenchmarkError) { try run(copy) }
        let times = try medians(rounds: rounds, of: [makeCopy])
        return Figure(
            name: name,
            value: rebuild.short,
            peer: times[0].short,
            ratio: rebuild.seconds / times[0].seconds
        )
    }

    private func run(_ copy: RowCopy) throws(BenchmarkError) {
        made.folder.removeFiles { $0 == "copy.db" }
        try Child.run(["sqlite3", made.ledger.file("views.db"), copy.sql])
        made.folder.removeFiles { $0 == "copy.db" }
    }

    /// With the time that the processors worked for each event, which says more than the rate when others want them too.
    private func rate(_ name: String, _ children: [Child], aim: Double?) -> Figure {
        let rate = Double(made.events) / children.map(\.time).median.seconds
        let work = children.map(\.work).median.seconds / Double(made.events) * 1e6
        return Figure(
            name: name,
            value: "\(rate.short)/s, \(work.short) µs CPU",
            aim: aim.map { .atLeast($0, rate) } ?? .none
        )
    }

    private func peak(_ name: String, _ children: [Child]) -> Figure {
        let peak = Double(children.map(\.peak).max() ?? 0) / 1_048_576
        return Figure(name: name, value: "\(peak.short) MB", aim: .atMost(Self.memory, peak))
    }
}
