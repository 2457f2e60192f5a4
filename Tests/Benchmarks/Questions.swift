import LedgerDomain
import LedgerValues

/// How long a question takes from a cold process, and the `sqlite3` shell on the same rows.
struct Questions {
    private static let rounds = 21
    private static let limit = 15.0

    private let made: MadeLedger
    private let hasShell: Bool

    init(_ made: MadeLedger, _ options: Options) {
        self.made = made
        hasShell = Child.exists("sqlite3")
        if !hasShell { Progress.say("no sqlite3 shell here: its ratios are left out") }
    }

    func figures() throws(BenchmarkError) -> [Figure] {
        try made.stackledger("status", "stack-0")
        return try figures(of: ["status", "stack-0"], rows: Self.statusRows)
            + figures(of: ["status"], rows: Self.allStatusRows)
            + figures(of: ["history", "-n", "20", "stack-0/dev"], rows: Self.historyRows)
            + figures(of: ["history", "-n", "20"], rows: Self.allHistoryRows)
    }

    private func figures(of words: [String], rows: String) throws(BenchmarkError) -> [Figure] {
        let name = words.joined(separator: " ")
        Progress.say("asking: \(name)")
        let command = [made.binary, words[0], "--ledger", made.ledger.path] + words.dropFirst()
        let shell = ["sqlite3", "-readonly", made.ledger.file("views.db"), rows]
        func ask(_ moment: String...) throws(BenchmarkError) {
            try Child.run(command + moment)
        }
        func askNow(_: Int) throws(BenchmarkError) { try ask() }
        func askAtPosition(_: Int) throws(BenchmarkError) { try ask("--at", "#\(made.events / 2)") }
        func askAtTime(_: Int) throws(BenchmarkError) { try ask("--at", made.middle.description) }
        func askShell(_: Int) throws(BenchmarkError) { if hasShell { try Child.run(shell) } }
        let times = try medians(rounds: Self.rounds, of: [askNow, askAtPosition, askAtTime, askShell])
        let (now, milliseconds) = (times[0], times[0].seconds * 1_000)
        var figures = [
            Figure(name: name, value: now.short, aim: .atMost(Self.limit, of: milliseconds, text: "≤ 15 ms"))
        ]
        if hasShell {
            figures.append(ratio("  to the sqlite3 shell", now, to: times[3], atMost: 3))
        }
        figures.append(ratio("  --at a position, to now", times[1], to: now, atMost: 2))
        figures.append(ratio("  --at a time, to now", times[2], to: now, atMost: 2))
        return figures
    }

    private func ratio(_ name: String, _ time: Duration, to peer: Duration, atMost bound: Double) -> Figure {
        let ratio = time.seconds / peer.seconds
        return Figure(name: name, value: time.short, peer: peer.short, ratio: ratio, aim: .atMost(bound, ratio))
    }
}

// MARK: - The rows that are printed, as one would ask the file for them

extension Questions {
    private static let statusRows = statusRows(where: "AND s.stack = 'stack-0'")
    private static let allStatusRows = statusRows(where: "")

    private static func statusRows(where condition: String) -> String {
        """
        SELECT s.*, r.*, d.* FROM stages AS s
        LEFT JOIN runs AS r ON r.stack = s.stack AND r.stage = s.stage AND r.valid_to IS NULL AND r."to" IS NULL
        LEFT JOIN deployments AS d
            ON d.stack = r.stack AND d.stage = r.stage AND d.version = r.version AND d.valid_to IS NULL
        WHERE s.valid_to IS NULL \(condition) ORDER BY s.stack, s.ordinal
        """
    }

    private static let historyRows = """
        SELECT * FROM deployments WHERE stack = 'stack-0' AND stage = 'dev' AND valid_to IS NULL
        ORDER BY version DESC LIMIT 20
        """
    private static let allHistoryRows = """
        SELECT * FROM deployments WHERE valid_to IS NULL ORDER BY requested_at DESC LIMIT 20
        """
}
