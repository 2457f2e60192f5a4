import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing

/// Checkpoints and proofs as others check them: Python, and nothing of this program.
@Suite(.startsPrograms)
struct `An auditor without this program` {
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../Auditor/check.py").standardized.path

    private func check(_ proven: ProvenLedger, _ words: String) throws -> Answer {
        try proven.sandbox.shell("python3 '\(Self.script)' \(words) '\(proven.key)'")
    }

    @Test func `checks a checkpoint's signature`() throws {
        let proven = try ProvenLedger()
        let root = try proven.sandbox.log().head().frontier.root
        let answer = try check(proven, "checkpoint late.checkpoint")
        #expect(answer.output.hasPrefix("217 \(root) stackledger/"), "\(answer.error)")
        for place in [0, 45, 50, 60, 250] {
            var bytes = try proven.read("late.checkpoint")
            bytes[min(place, bytes.count - 8)] ^= 1
            try proven.sandbox.file("changed", bytes)
            #expect(try check(proven, "checkpoint changed").status == 1, "byte \(place)")
        }
    }

    @Test func `checks the proof of an event, and reads it there`() throws {
        let proven = try ProvenLedger()
        for position in [1, 64, 128, 200, 217] {
            try proven.sandbox.succeed("prove", "#\(position)", "--out", "p")
            let answer = try check(proven, "event p")
            #expect(answer.lines.first?.hasPrefix("#\(position) of 217 stackledger/") ?? false, "\(answer.error)")
            let line = try proven.sandbox.succeed("export", "--from", "\(position)", "--to", "\(position)").output
            #expect(answer.lines.last == String(line.dropLast()))
        }
        var bytes = try proven.read("p")
        let place = try #require(bytes.firstRange(of: Array("\nindex 216".utf8))?.upperBound)
        bytes[place - 1] = UInt8(ascii: "5")
        try proven.sandbox.file("p", bytes)
        #expect(try check(proven, "event p").status == 1)
    }

    @Test func `checks the proof that the ledger only grew`() throws {
        let proven = try ProvenLedger()
        for (old, new) in [("early.checkpoint", "late.checkpoint"), ("early.checkpoint", "128"), ("100", "101")] {
            try proven.sandbox.succeed("prove", "--consistency", old, new, "--out", "p")
            let answer = try check(proven, "growth p early.checkpoint")
            #expect(answer.status == 0 && answer.output.hasPrefix("100 to "), "\(answer.error)")
            #expect(try check(proven, "growth p late.checkpoint").status == 1)
        }
    }
}

/// The page that says how to verify without this program is run as it is written.
@Suite(.startsPrograms)
struct `The script in the page about verification` {
    private func script() throws -> String {
        let scripts = try Document("docs/verification.md").blocks("python")
        #expect(scripts.count == 1)
        return try #require(scripts.first)
    }

    @Test func `computes the root of an export alone, in at most 25 lines`() throws {
        let script = try script()
        #expect(script.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count <= 25)
        let proven = try ProvenLedger()
        let sandbox = proven.sandbox
        try sandbox.file("root.py", Array(script.utf8))
        let export = try sandbox.succeed("export").bytes
        try sandbox.file("log.jsonl", export)
        for name in ["early", "late"] {
            let answer = try sandbox.shell("python3 root.py log.jsonl \(name).checkpoint")
            #expect(answer.status == 0 && answer.error == "", "\(answer.error)")
        }
        for changed in Self.changes(export) {
            try sandbox.file("log.jsonl", changed)
            let answer = try sandbox.shell("python3 root.py log.jsonl late.checkpoint")
            #expect(answer.status == 1 && answer.errorLines.count == 1, "\(answer)")
        }
    }

    private static func changes(_ export: [UInt8]) -> [[UInt8]] {
        let lines = export.split(separator: 0x0A).map { Array($0) }
        var (edited, swapped) = (export, lines)
        edited[export.count / 2] ^= 1
        swapped.swapAt(20, 21)
        let others: [[[UInt8]]] = [
            swapped, lines.dropLast(), Array(lines.dropFirst()), Array(lines[..<50]) + Array(lines[51...]),
            [lines[0]] + lines, [],
        ]
        return [edited] + others.map { lines in lines.reduce(into: []) { $0 += $1 + [0x0A] } }
    }
}
