import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `Arbitrary input` {
    private var fixtures: [String] {
        let events = [
            AWSEvent.deployment("FAILED", "ecs-svc/1", at: "2026-11-03T10:00:00Z"),
            AWSEvent.task(of: "ecs-svc/1", revision: 1, createdAt: "2026-11-03T10:01:00Z", secret: "x"),
            AWSEvent.image("PUSH"), AWSEvent.pipeline(["state": "STARTED"]),
            AWSEvent.build("FAILED", ["phases": [["phase-type": "BUILD", "phase-status": "FAILED"]]]),
        ]
        return events.flatMap { `Reading events`.wrapped($0) }
    }

    /// Swaps, drops, doubles or cuts bytes, sometimes with significant ones.
    private func mutate(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[index] = Array("{}[]\",:\\\n0-e".utf8).randomElement(using: &random) ?? 0
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(bytes[index], at: index)
            default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...40, using: &random)))
            }
        }
        return bytes
    }

    @Test func `is read to its end and never hides intact events`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        let whole = AWSEvent.image("PUSH", tag: "whole")
        var harness = try Harness()
        let texts = fixtures.map { Array($0.utf8) }
        for _ in 0..<400 {
            let broken = mutate(texts.randomElement(using: &random) ?? [], &random)
            let read = Harness.read(broken + Array("\n\(whole.text)\n".utf8))
            #expect(read.contains { $0.tag == "whole" }, "seed \(seed): \(String(decoding: broken, as: UTF8.self))")
            _ = try harness.intake.take(read)
        }
        for record in try harness.records() { _ = try Record(canonical: record.bytes) }
    }
}
