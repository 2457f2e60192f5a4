import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `verify` {
    @Test func `says what it looked at`() throws {
        let proven = try ProvenLedger()
        for arguments in [["verify"], ["verify", "--full"], ["verify", "--quick"]] {
            let answer = try proven.sandbox.run(arguments + ["--checkpoint", "early.checkpoint", "-o", "json"])
            #expect(answer.status == 0 && answer.error == "", "\(answer.error)")
            let rows = try #require(try JSONReader.value(answer.bytes).array)
            #expect(rows.allSatisfy { $0["state"] == "ok" && $0["position"] == .null })
            let checks = rows.map { $0["check"]?.string }
            let always = ["records", "head", "head.json", "tree", "checkpoints"]
            #expect(checks.filter { $0 != "file" && $0 != "views" } == always)
            #expect(checks.contains("views") != arguments.contains("--quick"))
            #expect(checks.contains("file") == arguments.contains("--full"))
        }
        #expect(try proven.sandbox.succeed("verify").output.contains("217 events re-hashed"))
        #expect(try proven.sandbox.run(["verify", "--full", "--quick"]).status == 64)
    }

    @Test(arguments: [
        (
            "UPDATE events SET record = replace(record, 'dev', 'dew') WHERE position = 60",
            "#60: the record does not match"
        ),
        ("UPDATE events SET leaf = zeroblob(32) WHERE position = 60", "#60: the record does not match"),
        ("UPDATE events SET type = 9999 WHERE position = 60", "#60: column 'type'"),
        ("UPDATE events SET recorded_time = 5 WHERE position = 60", "#60: "),
        ("UPDATE events SET version = 9223372036854775807 WHERE position = 60", "#60: "),
        ("UPDATE events SET position = 9223372036854775807 WHERE position = 60", "#60: missing; the next event is #61"),
        ("DELETE FROM events WHERE position = 60", "#60: missing; the next event is #61"),
        ("DELETE FROM events WHERE position = 217", "#217: the log's head says 217 events, the log has 216"),
        ("UPDATE head SET frontier = zeroblob(160)", "the root in the log's head does not match the events"),
        ("DELETE FROM head", "the log's head is invalid: no head"),
        ("DELETE FROM meta", "the file is damaged: ledger id"),
        ("UPDATE meta SET ledger = zeroblob(16)", "it is of the log"),
        ("CREATE TABLE notes (a)", "the table notes was added"),
    ])
    func `exits with 10 and names the first bad event`(sql: String, words: String) throws {
        let proven = try ProvenLedger()
        try proven.tamper(sql)
        try proven.expectBad(words)
        let json = try proven.sandbox.run(["verify", "-o", "json"])
        #expect(json.status == 10)
        let error = try JSONReader.value(Array(json.error.utf8.dropLast()))
        #expect(error["code"] == "verification" && error["exit"] == 10)
        let position = words.firstMatch(of: /^#(\d+):/).flatMap { Int64($0.1) }
        #expect(error["position"] == position.map { .integer($0) } ?? .null)
    }

    @Test func `tells views that say something else than the log`() throws {
        let proven = try ProvenLedger()
        let views = try SQLiteConnection(path: "\(proven.ledger)/views.db", mode: .readWrite)
        try views.execute("UPDATE images SET status = 'deleted'; UPDATE names SET name = 'boss' WHERE number = 4")
        try proven.sandbox.succeed("verify")
        try proven.expectBad(["verify", "--full"], "views.db says something else than the log (names: 4)")
        try views.execute("UPDATE deployments SET reason = 'approved by the board' WHERE version = 2")
        try proven.expectBad(["verify"], "(deployments: ")
        let json = try proven.sandbox.run(["verify", "-o", "json"])
        let error = try JSONReader.value(Array(json.error.utf8.dropLast()))
        #expect(error["hint"] == "delete views.db: it is rebuilt" && error["exit"] == 10)
        let rows = try #require(try JSONReader.value(json.bytes).array)
        #expect(rows.filter { $0["state"] == "bad" }.map { $0["check"] } == ["views"])
        try proven.sandbox.succeed("verify", "--quick")
        for name in ["views.db", "views.db-wal", "views.db-shm"] { try? proven.remove(name) }
        #expect(try proven.sandbox.succeed("verify", "--full").output.contains("none that a query would read"))
        try proven.sandbox.succeed("status")
        #expect(try proven.sandbox.succeed("verify", "--full").output.contains("views.db is what the log makes of it"))
    }

    @Test func `tells a stored hash that was changed`() throws {
        let proven = try ProvenLedger()
        let views = try SQLiteConnection(path: "\(proven.ledger)/views.db", mode: .readWrite)
        try views.execute("UPDATE tree_nodes SET hash = zeroblob(32) WHERE level = 4 AND number = 3")
        try proven.expectBad("#49: the stored hash of #49 to #64 does not match them")
        try proven.expectBad(["prove", "#40"], "does not match the events")
        try proven.expectBad(["checkpoint"], "does not match the events")
        try views.execute("DELETE FROM tree_nodes WHERE level = 4 AND number = 3")
        try proven.expectBad("#49: the stored hash")
        try proven.sandbox.succeed("prove", "#40")
        for name in ["views.db", "views.db-wal", "views.db-shm"] { try? proven.remove(name) }
        try proven.sandbox.succeed("verify")
    }

    @Test func `with the tail cut off and the heads forged is told by what was signed`() throws {
        let proven = try ProvenLedger()
        try proven.cut(to: 200)
        try proven.expectBad("#201: the last checkpoint that was signed here covers 217 events, the log has 200")
        try proven.expectBad(["checkpoint"], "217 events, the log has 200")
        try proven.remove("keys/last.checkpoint")
        try proven.sandbox.succeed("verify", "--full")
        try proven.expectBad(
            ["verify", "--checkpoint", "late.checkpoint"],
            "#201: late.checkpoint covers 217"
        )
        try proven.sandbox.succeed("verify", "--checkpoint", "early.checkpoint")
    }

    @Test func `of a log rewritten as a whole is told only by a checkpoint that is kept elsewhere`() throws {
        let proven = try ProvenLedger()
        try proven.rewrite()
        try proven.expectBad("the first 217 events differ from those that the last checkpoint")
        try proven.remove("keys/last.checkpoint")
        try proven.sandbox.succeed("verify", "--full")
        try proven.sandbox.succeed("checkpoint", "--out", "forged.checkpoint")
        for name in ["early", "late"] {
            let arguments = ["verify", "--checkpoint", "forged.checkpoint", "--checkpoint", "\(name).checkpoint"]
            try proven.expectBad(arguments, "that \(name).checkpoint covers")
        }
    }

    @Test func `says when nobody knows what was acknowledged`() throws {
        let proven = try ProvenLedger()
        try proven.remove("head.json")
        #expect(try proven.sandbox.succeed("verify").output.contains("nobody says which event was the last"))
        for bytes in [Array("rubbish".utf8), []] {
            _ = try proven.sandbox.file(".stackledger/head.json", bytes)
            try proven.expectBad("head.json has no valid entry")
        }
    }

    /// By the program as it is run; the audit itself has hundreds more.
    @Test(arguments: [UInt64(11), 12])
    func `tells any single bit of the file, unless it means nothing`(seed: UInt64) throws {
        let proven = try ProvenLedger()
        let path = "\(proven.ledger)/log.db"
        let bytes = try proven.read(".stackledger/log.db")
        let exported = try proven.sandbox.succeed("export").bytes
        var random = SeededRandom(seed: seed)
        for _ in 0..<15 {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            var changed = bytes
            changed[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            try? proven.remove("log.db-shm")
            try Data(changed).write(to: URL(fileURLWithPath: path))
            let answer = try proven.sandbox.run("verify", "--full")
            let told = [1, 10].contains(answer.status) && answer.error.isErrorLine
            let isSame = try answer.status == 0 && proven.sandbox.run("export").bytes == exported
            #expect(told || isSame, "seed \(seed): byte \(place): \(answer)")
        }
    }

    @Test func `takes checkpoints of this ledger only, rightly signed and by the key that is asked for`() throws {
        let proven = try ProvenLedger()
        let (sandbox, other) = (proven.sandbox, try Sandbox.withShop())
        let otherKey = try other.succeed("keys", "generate").output.dropLast()
        let foreign = try sandbox.file("foreign.checkpoint", other.succeed("checkpoint").bytes)
        try proven.expectBad(["verify", "--checkpoint", foreign], "no known key signed it")
        try proven.expectBad(["verify", "--checkpoint", foreign, "--key", "\(otherKey)"], "it is of the log")
        try proven.expectBad(["verify", "--checkpoint", "early.checkpoint", "--key", "\(otherKey)"], "no known key")
        var bytes = try proven.read("early.checkpoint")
        bytes[bytes.count - 20] ^= 1
        let false1 = try sandbox.file("false.checkpoint", bytes)
        #expect(try sandbox.run("verify", "--checkpoint", false1).status == 10)
        let several = ["early", "late", "early"].flatMap { ["--checkpoint", "\($0).checkpoint"] }
        #expect(try sandbox.run(["verify", "--key", proven.key] + several).status == 0)
        #expect(try sandbox.run("verify", "--checkpoint", "nowhere").status == 3)
        #expect(try sandbox.run("verify", "--checkpoint", "early.checkpoint", "--key", "rubbish").status == 64)
        #expect(try sandbox.run("verify", "--checkpoint", ".").status == 1)
    }
}
