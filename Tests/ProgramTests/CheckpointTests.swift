import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A checkpoint` {
    @Test func `is a note of at most some two hundred bytes`() throws {
        let proven = try ProvenLedger()
        let bytes = try proven.sandbox.succeed("checkpoint").bytes
        #expect(bytes == (try proven.read("late.checkpoint")))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let log = try proven.sandbox.log()
        let origin = "stackledger/\(log.ledger)"
        #expect(lines[0] == origin && lines[1] == "217")
        #expect(lines[2] == (try log.head().frontier.root.base64))
        #expect(lines[3] == "" && lines[4].hasPrefix("— \(origin) ") && lines[5] == "" && lines.count == 6)
        #expect(bytes.count < 300)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(proven.ledger)/keys/last.checkpoint")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `grows with the ledger, also when two are signed at once`() throws {
        let proven = try ProvenLedger()
        try proven.sandbox.record(Event.release("shop/dev", "new"))
        let running = try (0..<6).map { _ in try proven.sandbox.start(["checkpoint"]) }
        let answers = running.map { $0.answer() }
        #expect(answers.allSatisfy { $0.status == 0 && $0 == answers[0] }, "\(answers)")
        try proven.sandbox.file("new.checkpoint", answers[0].bytes)
        try proven.sandbox.succeed("verify", "--checkpoint", "new.checkpoint", "--checkpoint", "early.checkpoint")
    }

    @Test func `is refused after an older log was put back`() throws {
        let proven = try ProvenLedger()
        let old = try proven.read(".stackledger/log.db")
        try proven.sandbox.record(Event.release("shop/dev", "new"))
        try proven.sandbox.succeed("checkpoint")
        _ = try proven.sandbox.file(".stackledger/log.db", old)
        for name in ["log.db-wal", "log.db-shm"] { try? proven.remove(name) }
        try proven.expectBad(["checkpoint"], "the log has 217 events, 220 were acknowledged")
        try proven.remove("head.json")
        try proven.expectBad(["checkpoint"], "220 events, the log has 217")
        try proven.sandbox.record(["x", "y", "z"].map(Event.stack))
        try proven.expectBad(["checkpoint"], "the first 220 events differ from those")
    }

    @Test func `is refused where the last one was changed`() throws {
        let proven = try ProvenLedger()
        let last = try proven.read(".stackledger/keys/last.checkpoint")
        for place in [0, 48, 60, last.count - 30] {
            var bytes = last
            bytes[place] ^= 1
            let path = try proven.sandbox.file(".stackledger/keys/last.checkpoint", bytes)
            #expect(chmod(path, 0o600) == 0)
            try proven.expectBad(["checkpoint"], "last.checkpoint")
            try proven.expectBad("last.checkpoint")
        }
    }

    @Test func `needs a key that is the ledger's and nobody else's to read`() throws {
        let proven = try ProvenLedger()
        let (sandbox, path) = (proven.sandbox, "\(proven.ledger)/keys/signing.key")
        let key = try proven.read(".stackledger/keys/signing.key")
        #expect(chmod(path, 0o640) == 0)
        try sandbox.refuse(["checkpoint"], with: 1, "others may read it")
        #expect(chmod(path, 0o600) == 0)
        for damaged in [[], Array(key.dropLast(9)), Array("rubbish\n".utf8), key + key, [0xFF, 0xFE, 0x0A]] {
            try sandbox.file(".stackledger/keys/signing.key", damaged)
            #expect(chmod(path, 0o600) == 0)
            let answer = try sandbox.refuse(["checkpoint"], with: 1, "signing.key")
            #expect(!answer.error.contains("PRIVATE"))
        }
        let other = try Sandbox.withShop()
        try other.succeed("keys", "generate")
        try proven.remove("keys/signing.key")
        try proven.remove("keys/last.checkpoint")
        try sandbox.refuse(["checkpoint"], with: 3, "no signing key")
        try FileManager.default.copyItem(atPath: "\(other.ledger)/keys/signing.key", toPath: path)
        try sandbox.refuse(["checkpoint"], with: 10, "is the key of")
        try proven.expectBad("is the key of")
    }

    @Test func `goes where it is told, or nowhere`() throws {
        let proven = try ProvenLedger()
        try proven.sandbox.refuse(["checkpoint", "--out", "no/such/folder"], with: 1, "no/such/folder")
        let answer = try proven.sandbox.succeed("checkpoint", "--out", "x")
        #expect(answer.output == "" && answer.error.contains("217 events"))
        #expect(try proven.read("x") == proven.read("late.checkpoint"))
    }
}
