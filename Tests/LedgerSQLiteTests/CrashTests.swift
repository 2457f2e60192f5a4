import Foundation
import LedgerConformance
import LedgerSQLite
import LedgerTesting
import TestThreads
import Testing

@Suite(.serialized, StartsPrograms()) struct `A writer that is killed` {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        _ = try SQLiteEventLog.create(at: directory.path, id: .sample, clock: { .noon })
    }

    @Test(arguments: AppendStep.allCases)
    func `at a step loses nothing that it acknowledged`(step: AppendStep) throws {
        var acknowledged: Set<WriterProcess.Acknowledged> = []
        for round in 1...4 {
            // Large records, so that a checkpoint is due soon.
            let isCheckpoint = step == .checkpointing
            let writer = try WriterProcess(
                at: directory.path,
                writer: round,
                count: 400,
                textBytes: isCheckpoint ? 100_000 : 100,
                dyingAt: step.rawValue,
                time: isCheckpoint ? 1 : round
            )
            let result = try writer.result()
            #expect(result.wasKilled)
            acknowledged.formUnion(result.acknowledged)
            try expectWhole(directory.path, holding: acknowledged)
        }
    }

    @Test func `at any moment loses nothing that it acknowledged`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("crash seed \(seed)")
        var moments = SeededRandom(seed: seed)
        var acknowledged: Set<WriterProcess.Acknowledged> = []
        for round in 1...Thoroughness.rounds(30, full: 300) {
            let writer = try WriterProcess(at: directory.path, writer: round, count: 100_000, textBytes: 2_000)
            usleep(.random(in: 1_000...50_000, using: &moments))
            writer.kill()
            let result = try writer.result()
            #expect(result.wasKilled)
            acknowledged.formUnion(result.acknowledged)
            if round.isMultiple(of: 10) { try expectWhole(directory.path, holding: acknowledged) }
        }
        #expect(!acknowledged.isEmpty)
    }

    /// Calls append one, two or three events in turn.
    private static let eventsOfFiftyCalls = 101

    @Test(arguments: [2, 4, 8])
    func `or not, does not starve the others`(writers: Int) throws {
        let processes = try (1...writers).map { try WriterProcess(at: directory.path, writer: $0, count: 50) }
        let results = try processes.map { try $0.result() }
        let longest = results.compactMap(\.longestWait)
        #expect(longest.count == writers)
        print("\(writers) writers: the longest append took \((longest.max() ?? 0) / 1_000) ms")
        // The limit is a second, but test machines are sometimes slow.
        #expect((longest.max() ?? 0) < 5_000_000)
        let acknowledged = results.flatMap(\.acknowledged)
        #expect(Set(acknowledged.map(\.position)).count == writers * Self.eventsOfFiftyCalls)
        try expectWhole(directory.path, holding: acknowledged)
    }
}

/// SplitMix64: reproducible by seed.
private struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}
