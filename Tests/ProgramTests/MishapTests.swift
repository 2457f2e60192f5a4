import Foundation
import LedgerDomain
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

/// What people do by mistake, and what is left by what broke.
@Suite(.startsPrograms)
struct `A ledger after a mishap` {
    private let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.withShop()
    }

    private func settle() throws {
        try SQLiteConnection(path: "\(sandbox.ledger)/log.db", mode: .readWrite)
            .execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try remove("log.db-wal")
        try remove("log.db-shm")
    }

    private func remove(_ name: String) throws {
        let path = "\(sandbox.ledger)/\(name)"
        if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    }

    /// Another ledger further up must not be taken in its place.
    @Test func `whose log is gone is missed, and no other is used`() throws {
        let inner = "\(sandbox.path)/inner"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        #expect(try sandbox.run(["init"], at: inner).status == 0)
        #expect(try sandbox.run(["stack", "create", "inside"], at: inner).status == 0)
        try FileManager.default.removeItem(atPath: "\(inner)/.stackledger/log.db")
        let before = try sandbox.log().head()
        let answer = try sandbox.run(["stack", "create", "wrong"], at: inner)
        #expect(answer.status == 10 && answer.error.contains("1 were acknowledged"), "\(answer)")
        #expect(try sandbox.log().head() == before)
    }

    @Test func `whose log was emptied is not made anew`() throws {
        try sandbox.succeed("status")
        try settle()
        try Data().write(to: URL(fileURLWithPath: "\(sandbox.ledger)/log.db"))
        for arguments in [["init"], ["status"], ["verify"], ["stack", "create", "x"]] {
            let answer = try sandbox.run(arguments)
            #expect(answer.status != 0 && answer.error.isErrorLine, "\(arguments): \(answer)")
        }
        #expect(SQLiteEventLog.acknowledgedSize(at: sandbox.ledger) == 4)
    }

    @Test func `with an accepted loss verifies, though its views were of the lost log`() throws {
        try sandbox.succeed("backup", "4.db")
        try sandbox.record((0..<60).map { Event.stack("lost-\($0)") })
        try sandbox.succeed("status")
        try sandbox.succeed("restore", "4.db", "--accept-loss", "-m", "disk")
        try sandbox.record((0..<60).map { Event.stack("new-\($0)") })
        try sandbox.succeed("verify")
        try sandbox.succeed("status")
        try sandbox.succeed("verify", "--quick")
    }

    /// SQLite takes a half-done transaction back from the journal that is left beside the log.
    @Test func `can be read when a restore was killed and left a journal`() throws {
        try settle()
        let log = "\(sandbox.ledger)/log.db"
        try SQLiteConnection(path: log, mode: .readWrite).execute("PRAGMA journal_mode = DELETE")
        let script = """
            import os, sqlite3, sys
            db = sqlite3.connect(sys.argv[1], isolation_level=None)
            db.execute("PRAGMA cache_spill = 1"); db.execute("PRAGMA cache_size = 1")
            db.execute("BEGIN IMMEDIATE")
            db.execute("CREATE TABLE half (x)")
            for n in range(2000): db.execute("INSERT INTO half VALUES (randomblob(900))")
            os._exit(0)
            """
        _ = try sandbox.shell("python3 -c '\(script)' \(log)")
        #expect(FileManager.default.fileExists(atPath: "\(log)-journal"))
        try sandbox.succeed("export")
        try sandbox.succeed("verify")
    }

    @Test func `is not overwritten by what is to be kept elsewhere`() throws {
        try sandbox.succeed("keys", "generate")
        for name in ["log.db", "keys/seal.key", "new"] {
            let path = "\(sandbox.ledger)/\(name)"
            try sandbox.refuse(["checkpoint", "--out", path], with: 64, "inside the ledger")
            try sandbox.refuse(["prove", "#1", "--out", path], with: 64, "inside the ledger")
            try sandbox.refuse(["backup", path, "--force"], with: 64, "inside the ledger")
        }
        try sandbox.succeed("checkpoint", "--out", "kept")
    }

    @Test func `is found out by the doctor`() throws {
        try sandbox.succeed("keys", "generate")
        try sandbox.succeed("doctor")
        #expect(chmod("\(sandbox.ledger)/keys/signing.key", 0o644) == 0)
        #expect(try sandbox.run("doctor").status == 1)
        #expect(chmod("\(sandbox.ledger)/keys/signing.key", 0o600) == 0)
        try sandbox.edit("DROP TRIGGER events_delete; DELETE FROM events WHERE position = 3")
        let answer = try sandbox.run("doctor")
        #expect(answer.status == 1 && answer.output.contains("stackledger verify"), "\(answer)")
    }

    /// Nobody will ever write into it.
    @Test func `with a pipe in a file's place does not wait for it`() throws {
        try sandbox.succeed("keys", "generate")
        for name in ["keys/seal.key", "keys/signing.key", "head.json"] {
            let path = "\(sandbox.ledger)/\(name)"
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try FileManager.default.removeItem(atPath: path)
            #expect(mkfifo(path, 0o600) == 0)
            let answer = try sandbox.shell(
                "timeout 5 \(RunningProgram.path) verify; timeout 5 \(RunningProgram.path) doctor"
            )
            #expect(answer.status != 124, "\(name)")
            try FileManager.default.removeItem(atPath: path)
            try bytes.write(to: URL(fileURLWithPath: path))
        }
    }
}

@Suite(.startsPrograms)
struct `What AWS says of a service without a stage` {
    @Test func `is kept without the credentials in it`() throws {
        let sandbox = try Sandbox.withShop()
        let event = """
            {"version":"0","id":"7f4f0f0e-0000-4000-8000-000000000001","detail-type":"ECS Deployment State Change",\
            "source":"aws.ecs","account":"123456789012","time":"2026-11-20T10:00:00Z","region":"us-east-1",\
            "resources":["arn:aws:ecs:us-east-1:123456789012:service/none/nobody"],"detail":{"eventType":"ERROR",\
            "eventName":"SERVICE_DEPLOYMENT_FAILED","deploymentId":"ecs-svc/1","updatedAt":"2026-11-20T10:00:00Z",\
            "reason":"failed: password=leak1-Newt and ghp_0123456789abcdefghijABCDEFGHIJ012345"}}
            """
        _ = try sandbox.run(["ingest", "-"], input: Array(event.utf8))
        #expect(try sandbox.checkedSize() == 5)
        for (name, bytes) in try sandbox.allBytes() {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("leak1-Newt") && !text.contains("ghp_0123456789"), "\(name)")
        }
    }
}
