import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `An export` {
    private static let source = Result { () throws -> Sandbox in
        let sandbox = try Sandbox.withShop()
        for image in ["one", "two"] { try sandbox.record(Event.release("shop/dev", image)) }
        return sandbox
    }

    private func source() throws -> Sandbox { try Self.source.get() }

    /// The ten lines of the export, without their newlines.
    private func lines() throws -> [[UInt8]] {
        try source().succeed("export").bytes.split(separator: 0x0A).map { Array($0) }
    }

    private static func joined(_ lines: [[UInt8]]) -> [UInt8] {
        lines.reduce(into: []) { $0 += $1 + [0x0A] }
    }

    private func file(_ lines: [[UInt8]], in sandbox: Sandbox, _ name: String = "x.jsonl") throws -> String {
        try sandbox.file(name, Self.joined(lines))
    }

    @Test func `is the log byte for byte, in whole and in part`() throws {
        let whole = try source().succeed("export").bytes
        let stored = try source().log().records(after: 0, limit: 100)
        #expect(whole == Self.joined(stored.map(\.bytes)))
        let part = try source().succeed("export", "--from", "3", "--to", "5").bytes
        #expect(part == Self.joined(stored[2...4].map(\.bytes)))
        #expect(
            try source().succeed("export", "--from", "9", "--to", "999").bytes
                == Self.joined(stored[8...].map(\.bytes))
        )
        #expect(try source().succeed("export", "--from", "11").bytes == [])
    }

    @Test func `makes the same ledger again, in one piece or in several`() throws {
        let root = try source().log().head().frontier.root
        let lines = try lines()
        for pieces in [[lines], [Array(lines[..<4]), Array(lines[4...])], lines.map { [$0] }] {
            let sandbox = try Sandbox.withLedger()
            let paths = try pieces.enumerated().map { try file($1, in: sandbox, "\($0).jsonl") }
            let answer = try sandbox.run(["replay", "--root", "\(root)", "-o", "json"] + paths)
            let row = try JSONReader.value(answer.bytes).array?.first
            #expect(row?["appended"] == 10 && row?["root"]?.string == "\(root)", "\(answer.error)")
            #expect(try sandbox.succeed("export").bytes == source().succeed("export").bytes)
            #expect(try sandbox.succeed("status", "-o", "json").bytes == source().succeed("status", "-o", "json").bytes)
            #expect(try sandbox.checkedSize() == 10)
        }
    }

    @Test func `goes on where the ledger ends`() throws {
        let sandbox = try Sandbox.withLedger()
        let lines = try lines()
        try sandbox.succeed("replay", file(Array(lines[..<6]), in: sandbox))
        let whole = try file(lines, in: sandbox)
        #expect(try sandbox.succeed("replay", whole).output.hasPrefix("Replayed 4 events, 6 were there."))
        #expect(try sandbox.succeed("replay", whole).output.hasPrefix("Replayed 0 events, 10 were there."))
        try sandbox.succeed("replay", file(Array(lines[..<3]), in: sandbox))
    }

    private enum Spoiling: String, CaseIterable {
        case cutOff, swapped, edited, lineLost, lineTwice, blank, mark, spaced, notJSON, invalidText
    }

    @Test(arguments: Spoiling.allCases)
    private func `that was changed is refused with the line`(spoiling: Spoiling) throws {
        var lines = try lines()
        var place = "line 5"
        switch spoiling {
        case .cutOff: break
        case .swapped: lines.swapAt(4, 5)
        case .edited:
            lines[4] =
                Array(
                    String(decoding: lines[4], as: UTF8.self).replacing("\"shop\"", with: "\"shap\"").replacing(
                        "deploy\"",
                        with: "scale\""
                    ).utf8
                ) + [0x20]
        case .lineLost: lines.remove(at: 4)
        case .lineTwice: lines.insert(lines[3], at: 4)
        case .blank: lines.insert([], at: 4)
        case .mark:
            lines[0] = [0xEF, 0xBB, 0xBF] + lines[0]
            place = "line 1"
        case .spaced: lines[4] = [0x20] + lines[4]
        case .notJSON: lines[4] = Array("half {".utf8)
        case .invalidText: lines[4].insert(0xFF, at: 40)
        }
        let sandbox = try Sandbox.withLedger()
        var bytes = Self.joined(lines)
        if spoiling == .cutOff {
            bytes.removeLast(9)
            place = "line 10"
        }
        try sandbox.refuse(["replay", sandbox.file("x.jsonl", bytes)], with: 64, place)
        #expect(try sandbox.log().head().size == 0)
        try sandbox.refuse(["replay", "-"], input: bytes, with: 64, place)
    }

    @Test func `does not go into another ledger, nor over another root`() throws {
        let sandbox = try Sandbox.withShop()
        let path = try file(lines(), in: sandbox)
        try sandbox.refuse(["replay", path], with: 64, "line 1")
        let empty = try Sandbox.withLedger()
        try empty.refuse(["replay", path, "--root", String(repeating: "0", count: 64)], with: 64, "root")
        try empty.refuse(["replay", path, "/nope"], with: 3)
        #expect(try empty.log().head().size == 0)
    }

    @Test func `that cannot be written whole is an error`() throws {
        let answer = try source().shell("$SL export > /dev/full")
        #expect(answer.status == 1 && answer.error.isErrorLine)
        let long = try source().shell("$SL query 'SELECT a.* FROM events a, events b, events c, events d' > /dev/full")
        #expect(long.status == 1 && long.error.isErrorLine, "\(long)")
    }

    @Test func `to a reader that goes away ends in silence`() throws {
        for command in ["export", "events -o jsonl", "query 'SELECT a.* FROM events a, events b, events c, events d'"] {
            let answer = try source().shell("$SL \(command) | head -1")
            #expect(answer.lines.count == 1 && answer.error == "", "\(command): \(answer.error)")
        }
    }
}
