import CSQLite
import LedgerLog

/// How fast a ledger is verified, beside plain SHA-256 over the same bytes, and how long one proof takes.
struct Proofs {
    private static let rounds = 21

    private let made: MadeLedger
    private let rounds: Int

    init(_ made: MadeLedger) {
        self.made = made
        rounds = max(3, min(9, 1_000_000 / made.events))
    }

    func figures() throws(BenchmarkError) -> [Figure] {
        Progress.say("verifying \(made.events.grouped) events")
        try made.stackledger("status", "stack-0")
        try made.stackledger("keys", "generate")
        let checkpoint = made.folder.file("checkpoint")
        try made.stackledger("checkpoint", "--out", checkpoint)
        return try verifying(checkpoint) + proving(checkpoint)
    }

    private func verifying(_ checkpoint: String) throws(BenchmarkError) -> [Figure] {
        func verify(_: Int) throws(BenchmarkError) { try made.stackledger("verify", "--checkpoint", checkpoint) }
        func quickly(_: Int) throws(BenchmarkError) { try made.stackledger("verify", "--quick") }
        func hash(_: Int) throws(BenchmarkError) { try PlainHashing(path: made.ledger.file("log.db")).run() }
        let times = try medians(rounds: rounds, of: [verify, hash, quickly])
        let rate = Double(made.events) / times[0].seconds
        let ratio = times[1].seconds / times[0].seconds
        return [
            Figure(
                name: "verify of \(made.events.grouped)",
                value: "\(rate.short)/s",
                aim: .atLeast(300_000, rate)
            ),
            Figure(
                name: "  rate to plain SHA-256 over the records read from SQLite",
                value: times[0].short,
                peer: times[1].short,
                ratio: ratio,
                aim: .atLeast(0.5, ratio)
            ),
            Figure(name: "verify --quick", value: times[2].short),
        ]
    }

    private func proving(_ checkpoint: String) throws(BenchmarkError) -> [Figure] {
        Progress.say("proving one event")
        let proof = made.folder.file("proof")
        func prove(_ round: Int) throws(BenchmarkError) {
            let position = 1 + made.events / (Self.rounds + 1) * (round % Self.rounds + 1)
            try made.stackledger("prove", "#\(position)", "--checkpoint", checkpoint, "--out", proof)
        }
        func start(_: Int) throws(BenchmarkError) { try Child.run([made.binary, "--version"]) }
        let times = try medians(rounds: Self.rounds, of: [prove, start])
        let beyond = (times[0] - times[1]).seconds * 1_000
        return [
            Figure(
                name: "one proof, over start-up",
                value: times[0].short,
                peer: times[1].short,
                aim: .atMost(5, of: beyond, text: "≤ 5 ms more")
            )
        ]
    }
}

/// The least that a verification can be: every record read and hashed, and nothing compared.
private struct PlainHashing {
    let path: String

    func run() throws(BenchmarkError) {
        var database: OpaquePointer?
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else {
            throw BenchmarkError("cannot open \(path)")
        }
        defer { sqlite3_close(database) }
        var rows: OpaquePointer?
        let sql = "SELECT record FROM events ORDER BY position"
        guard sqlite3_prepare_v2(database, sql, -1, &rows, nil) == SQLITE_OK else { throw BenchmarkError(sql) }
        defer { sqlite3_finalize(rows) }
        var root = MerkleFrontier().root
        while sqlite3_step(rows) == SQLITE_ROW {
            let record = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(rows, 0),
                count: Int(sqlite3_column_bytes(rows, 0))
            )
            root = MerkleFrontier.leaf(record)
        }
        guard root != MerkleFrontier().root else { throw BenchmarkError("no records in \(path)") }
    }
}
