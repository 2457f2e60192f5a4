import LedgerTesting
import Testing

struct `A random life of a stage` {
    /// Each run lives other lives.
    ///
    /// `SEED=…` repeats one, and goes on from there.
    @Test func `ends with what AWS runs, nothing sent twice, and nothing bad sent again`() async throws {
        let first = Thoroughness.seed ?? .random(in: 0..<1 << 32)
        var worst: [StageLife] = []
        for number in 0..<UInt64(Thoroughness.rounds(300, full: 10_000)) {
            let life = try StageLife(seed: first + number, mayBeFunction: true)
            try await life.live()
            try await life.check()
            guard !life.faults.isEmpty else { continue }
            Issue.record("seed \(first + number):\n  \(life.diary.joined(separator: "\n  "))")
            worst.append(life)
            if worst.count == 5 { break }
        }
    }
}
