import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `restore` {
    /// A ledger of 4 events and then 6, with a backup and a checkpoint of each size.
    private let sandbox: Sandbox
    private let key: String
    private let root4, root6: String

    init() throws {
        sandbox = try Sandbox.withShop()
        key = try sandbox.succeed("keys", "generate").lines[0]
        root4 = try Self.keep(4, in: sandbox)
        try sandbox.record([Event.stack("one"), Event.stack("two")])
        root6 = try Self.keep(6, in: sandbox)
    }

    private static func keep(_ size: Int, in sandbox: Sandbox) throws -> String {
        try sandbox.succeed("checkpoint", "--out", "\(size).checkpoint")
        try sandbox.succeed("backup", "\(size).db")
        return "\(try sandbox.log().head().frontier.root)"
    }

    private func names(in path: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/\(path)").sorted()
    }

    private func remove(_ names: String...) throws {
        for name in names { try FileManager.default.removeItem(atPath: "\(sandbox.ledger)/\(name)") }
    }

    private func expectVerified(_ ledger: String = ".stackledger", sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        try sandbox.succeed("--ledger", ledger, "verify", "--full", sourceLocation: sourceLocation)
    }

    @Test func `makes a ledger where there is none`() throws {
        let answer = try sandbox.run(
            "--ledger",
            "deep/new",
            "restore",
            "6.db",
            "--checkpoint",
            "4.checkpoint",
            "--checkpoint",
            "6.checkpoint",
            "--key",
            key
        )
        #expect(answer.status == 0, "\(answer.error)")
        #expect(answer.output == "Restored 6 events into deep/new. Root \(root6).\n")
        #expect(answer.error.contains("no keys"))
        #expect(try names(in: "deep/new") == [".gitignore", "head.json", "log.db", "write.lock"])
        try expectVerified("deep/new")
        #expect(try sandbox.succeed("--ledger", "deep/new", "stacks", "-o", "jsonl").lines.count == 3)
    }

    @Test func `gives back a log that is lost`() throws {
        for name in try names(in: ".stackledger") where name.hasPrefix("log.db") { try remove(name) }
        #expect(try sandbox.json("restore", "6.db").array?.first?["kept"] == .null)
        try expectVerified()
        try sandbox.record([Event.stack("three")])
        #expect(try sandbox.checkedSize() == 7)
        try sandbox.succeed("checkpoint")
    }

    @Test func `puts the same or a longer one in place, and queries notice`() throws {
        try sandbox.succeed("status")
        #expect(try sandbox.json("restore", "6.db").array?.first?["lost"] == 0)
        #expect(try sandbox.column("stack", of: "stacks").count == 3)
        try sandbox.succeed("--ledger", "short", "restore", "4.db")
        #expect(try sandbox.column("stack", of: "stacks", "--ledger", "short").count == 1)
        let row = try #require(try sandbox.json("restore", "6.db", "--ledger", "short").array?.first)
        #expect(row["restored"] == 6 && row["lost"] == 0 && row["size"] == 6 && row["root"]?.string == root6)
        #expect(row["kept"]?.string == "short/log.db.replaced-4")
        #expect(try sandbox.column("stack", of: "stacks", "--ledger", "short").count == 3)
        try expectVerified("short")
    }

    @Test func `loses nothing unless that is accepted, and says so in the log`() throws {
        try sandbox.succeed("status")
        let refusal = try sandbox.refuse(["restore", "4.db"], with: 4)
        #expect(refusal.error.contains("2 would be lost"))
        try sandbox.refuse(["restore", "4.db", "--accept-loss"], with: 64, "-m")
        try sandbox.refuse(["restore", "4.db", "-m", "why"], with: 64, "--accept-loss")
        try sandbox.refuse(["restore", "4.db", "--accept-loss", "-m", ""], with: 64)
        #expect(try names(in: ".stackledger").allSatisfy { !$0.contains("replaced") && !$0.contains("partial") })

        let row = try #require(
            try sandbox.json("restore", "4.db", "--accept-loss", "-m", "the disk is gone", "--actor", "ana").array?
                .first
        )
        #expect(row["restored"] == 4 && row["lost"] == 2 && row["size"] == 5)
        let event = try Record(try #require(try sandbox.log().record(at: 5)).bytes)
        #expect(event.type == "ledger.lossAccepted.v1" && event.actor == "ana" && event.streamVersion == 1)
        let id = try sandbox.log().ledger
        #expect(event.subject == "ledger/\(id)")
        #expect(
            event.data == [
                "acknowledged": 6, "acknowledgedRoot": .string(root6), "restored": 4, "restoredRoot": .string(root4),
                "reason": "the disk is gone",
            ]
        )
        #expect(try sandbox.checkedSize() == 5)
        #expect(try sandbox.column("stack", of: "stacks").count == 1)
        #expect(try sandbox.column("type", of: "events").last == "ledger.lossAccepted.v1")
        try sandbox.succeed("show", "#5")
        #expect(try sandbox.column("detail", of: "doctor").contains("none"))
        // What was there can be had again, in a place of its own.
        try sandbox.succeed("--ledger", "kept", "restore", ".stackledger/log.db.replaced-6")
        try expectVerified("kept")
        try sandbox.refuse(["restore", "6.db", "--accept-loss", "-m", "back"], with: 10, "are not those of")
    }

    @Test(arguments: ["head.json", "log.db", "last.checkpoint", "given"])
    func `is told of a loss by whatever is left`(witness: String) throws {
        let files = try names(in: ".stackledger").filter { $0.hasPrefix("log.db") }
        if witness != "log.db" { for name in files { try remove(name) } }
        if witness != "head.json" { try remove("head.json") }
        if witness != "last.checkpoint" { try remove("keys/last.checkpoint") }
        let given = witness == "given" ? ["--checkpoint", "6.checkpoint"] : []
        let answer = try sandbox.run(["restore", "4.db"] + given)
        #expect(answer.status == 4, "\(answer.error)")
        let name = ["last.checkpoint": "last checkpoint", "given": "6.checkpoint"][witness] ?? witness
        #expect(answer.error.contains(name), "\(answer.error)")
        let accepted = try sandbox.run(["restore", "4.db", "--accept-loss", "-m", "why"] + given)
        #expect(accepted.status == 0, "\(accepted.error)")
        #expect(try sandbox.checkedSize() == 5)
    }

    @Test func `refuses another ledger, or another beginning, whatever is accepted`() throws {
        let other = try Sandbox.withShop()
        try other.succeed("backup", "\(sandbox.path)/other.db")
        let accept = ["--accept-loss", "-m", "why"]
        try sandbox.refuse(["restore", "other.db"] + accept, with: 10, "is of")
        try remove("keys/signing.key", "keys/last.checkpoint")
        try sandbox.refuse(["restore", "other.db"] + accept, with: 10, "is of the ledger")
        let elsewhere = ["--ledger", "new", "restore", "other.db", "--checkpoint", "6.checkpoint", "--key", key]
        try sandbox.refuse(elsewhere + accept, with: 10, "is of")

        // Two ledgers that begin alike and go on differently.
        try sandbox.succeed("--ledger", "fork", "restore", "4.db")
        try FileManager.default.copyItem(atPath: "\(sandbox.ledger)/keys", toPath: "\(sandbox.path)/fork/keys")
        for name in ["a", "b", "c"] { try sandbox.succeed("--ledger", "fork", "stack", "create", name) }
        try sandbox.succeed("--ledger", "fork", "backup", "fork.db")
        try sandbox.refuse(["restore", "fork.db"] + accept, with: 10, "are not those of")
        try sandbox.refuse(["--ledger", "fork", "restore", "6.db"] + accept, with: 10, "are not those of log.db")
        #expect(
            try names() == [
                ".stackledger", "4.checkpoint", "4.db", "6.checkpoint", "6.db", "fork", "fork.db", "other.db",
            ]
        )
        let fork = ["--ledger", "new", "restore", "fork.db", "--checkpoint", "6.checkpoint", "--key", key]
        try sandbox.refuse(fork + accept, with: 10, "6.checkpoint")
    }

    @Test func `takes the place of a log that was tampered with, if the head file is true of the backup`() throws {
        try sandbox.edit(
            "DROP TRIGGER events_update; UPDATE events SET record = replace(record, 'shop', 'shap') WHERE position = 2"
        )
        #expect(try sandbox.run("verify").status == 10)
        try sandbox.succeed("restore", "6.db")
        try expectVerified()
    }

    @Test(arguments: ["rubbish", "empty", "cut", "short", "missing", "folder", "database"])
    func `refuses a backup that is none`(form: String) throws {
        let whole = try #require(FileManager.default.contents(atPath: "\(sandbox.path)/6.db"))
        let status: Int32
        switch form {
        case "rubbish": (_, status) = (try sandbox.file("x.db", Array(repeating: 0x41, count: 9_999)), 10)
        case "empty": (_, status) = (try sandbox.file("x.db", []), 10)
        case "cut": (_, status) = (try sandbox.file("x.db", Array(whole.prefix(whole.count - 8_192))), 10)
        case "short": (_, status) = (try sandbox.file("x.db", Array(whole.prefix(50))), 10)
        case "missing": status = 3
        case "folder":
            try FileManager.default.createDirectory(atPath: "\(sandbox.path)/x.db", withIntermediateDirectories: false)
            status = 64
        default:
            try SQLiteConnection(path: "\(sandbox.path)/x.db", mode: .create).execute("CREATE TABLE t (a)")
            status = 10
        }
        try sandbox.refuse(["restore", "x.db"], with: status, "x.db")
        let before = try names()
        try sandbox.refuse(["--ledger", "new", "restore", "x.db"], with: status, "x.db")
        #expect(try names() == before)
    }

    @Test func `refuses a backup with a byte that was changed, wherever that matters`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("flipped byte seed \(seed)")
        var random = SeededRandom(seed: seed)
        let whole = try #require(FileManager.default.contents(atPath: "\(sandbox.path)/6.db")).map { $0 }
        let text = Data("stack.created.v1".utf8)
        let inRecord = try #require(Data(whole).range(of: text)).lowerBound
        var refused = 0
        for place in [inRecord] + (0..<12).map({ _ in Int.random(in: whole.indices, using: &random) }) {
            var bytes = whole
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            let path = try sandbox.file("x.db", bytes)
            let answer = try sandbox.run("--ledger", "new-\(place)", "restore", path, "-o", "json")
            guard answer.status == 0 else {
                #expect(answer.status == 10, "byte \(place): \(answer.error)")
                refused += 1
                continue
            }
            let row = try #require(try JSONReader.value(answer.bytes).array?.first)
            #expect(row["root"]?.string == root6, "byte \(place)")
            try expectVerified("new-\(place)")
        }
        #expect(refused > 0)
    }

    @Test func `changes nothing while another process has the log open`() throws {
        let log = try SQLiteEventLog.open(at: sandbox.ledger, clock: { .noon })
        try sandbox.refuse(["restore", "6.db"], with: 5, "open")
        _ = try log.append([.samples(1...1)])
        try expectVerified()
    }

    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs takes root"))
    func `leaves the ledger as it is where the disk is full or read-only`() throws {
        let disk = try SmallDisk(bytes: 256 << 10)
        let ledger = "\(disk.path)/ledger"
        try sandbox.succeed("--ledger", ledger, "restore", "4.db")
        try Data(count: 130 << 10).write(to: URL(fileURLWithPath: "\(disk.path)/ballast"))
        let full = try sandbox.run("--ledger", ledger, "restore", "6.db")
        #expect(full.status == 1 && full.error.contains("disk is full"), "\(full.error)")
        try expectVerified(ledger)
        #expect(try FileManager.default.contentsOfDirectory(atPath: ledger).allSatisfy { !$0.contains("partial") })
        try disk.makeReadOnly()
        let answer = try sandbox.run("--ledger", ledger, "restore", "6.db")
        #expect(answer.status == 1 && answer.error.contains("not writable"), "\(answer.error)")
        #expect(try SQLiteEventLog.openForReading(at: ledger).head().size == 4)
    }

    @Test func `that is killed leaves the old ledger or the new one`() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("restore kill seed \(seed)")
        var random = SeededRandom(seed: seed)
        let start = Date()
        try sandbox.succeed("--ledger", "k", "restore", "6.db")
        let whole = Date().timeIntervalSince(start)
        try remove("keys/last.checkpoint")
        let rounds = Thoroughness.rounds(10, full: 60)
        var news = 0
        for round in 1...rounds {
            let ledger = "k\(round)"
            try sandbox.succeed("--ledger", ledger, "restore", "6.db")
            let restore = ["--ledger", ledger, "restore", "4.db", "--accept-loss", "-m", "why"]
            let program = try sandbox.start(restore)
            if round.isMultiple(of: 2) {
                usleep(UInt32.random(in: 0...UInt32(whole * 2 * 1_000_000), using: &random))
            } else {
                // In the middle of the replacement.
                let kept = "\(sandbox.path)/\(ledger)/log.db.replaced-6"
                while program.isRunning, !FileManager.default.fileExists(atPath: kept) { usleep(100) }
                usleep(UInt32.random(in: 0...8_000, using: &random))
            }
            program.signal(SIGKILL)
            _ = program.answer()
            try expectVerified(ledger)
            let log = try SQLiteEventLog.openForReading(at: "\(sandbox.path)/\(ledger)")
            let size = try log.head().size
            #expect(size == 6 || size == 5)
            if size == 5 {
                let event = try #require(try log.record(at: 5)).read()
                #expect(event.type == "ledger.lossAccepted.v1")
            }
            news += size == 5 ? 1 : 0
            // Whatever was left goes away with the next one.
            let again = try sandbox.run(size == 6 ? restore : ["--ledger", ledger, "restore", "4.db"])
            #expect(again.status == (size == 6 ? 0 : 4), "\(again.error)")
            #expect(try names(in: ledger).allSatisfy { !$0.contains("partial") })
        }
        print("\(news) of \(rounds) restores were done before they were killed")
    }
}

@Suite(.startsPrograms)
struct `A signing key` {
    @Test func `signs again after an accepted loss only when it is another`() throws {
        let sandbox = try Sandbox.withShop()
        let old = try sandbox.succeed("keys", "generate").lines[0]
        try sandbox.succeed("backup", "4.db")
        try sandbox.succeed("checkpoint", "--out", "4.checkpoint")
        try sandbox.record([Event.stack("one"), Event.stack("two")])
        try sandbox.succeed("checkpoint", "--out", "6.checkpoint")
        try sandbox.succeed("restore", "4.db", "--accept-loss", "-m", "the disk is gone")
        for _ in 1...2 {
            try sandbox.refuse(["checkpoint"], with: 10, "stackledger keys generate --replace")
            #expect(try sandbox.run("verify").status == 10)
            try sandbox.record([Event.stack("three-\(try sandbox.log().head().size)")])
        }
        try sandbox.refuse(["keys", "generate"], with: 5)
        try sandbox.refuse(["keys", "generate", "--replace"], with: 64, "-m")
        try sandbox.refuse(["keys", "generate", "-m", "why"], with: 64, "--replace")

        let new = try sandbox.succeed("keys", "generate", "--replace", "-m", "after the loss", "--actor", "ana").lines[
            0
        ]
        #expect(new != old)
        #expect(try sandbox.succeed("keys", "show").lines == [new])
        let last = try sandbox.log().head().size
        let event = try Record(try #require(try sandbox.log().record(at: last)).bytes)
        #expect(event.type == "ledger.signingKeyReplaced.v1" && event.actor == "ana" && event.streamVersion == 2)
        let signature = event.data["signature"]?.string ?? ""
        #expect(
            event.data
                == [
                    "old": .string(old), "new": .string(new), "reason": "after the loss",
                    "signature": .string(signature),
                ]
        )
        #expect(try KeySuccession(from: VerifierKey(old), to: VerifierKey(new)).isSigned(signature))

        try sandbox.succeed("checkpoint", "--out", "new.checkpoint")
        try sandbox.succeed("verify", "--checkpoint", "new.checkpoint")
        try sandbox.succeed("verify", "--checkpoint", "4.checkpoint", "--key", old)
        #expect(try sandbox.succeed("verify").output.contains("each new key is signed by the one before"))
        #expect(try sandbox.run("verify", "--checkpoint", "6.checkpoint", "--key", old).status == 10)
        #expect(try sandbox.run("verify", "--checkpoint", "4.checkpoint").status == 10)
        let id = old.split(separator: "+")[1]
        let keys = try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.ledger)/keys")
        #expect(Set(keys).isSuperset(of: ["signing.key.replaced-\(id)", "last.checkpoint.replaced-\(id)"]))
        for name in keys {
            let file = "\(sandbox.ledger)/keys/\(name)"
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        }
        #expect(try sandbox.checkedSize() == last)
    }

    /// By somebody who can write to the log, and does not have the key.
    @Test func `is not replaced by an event that it did not sign`() throws {
        let sandbox = try Sandbox.withShop()
        let old = try sandbox.succeed("keys", "generate").lines[0]
        let log = try sandbox.log()
        let forger = try NoteSigner.generate(name: Checkpoint.origin(ofLedger: log.ledger))
        func forge(_ signature: String?) throws -> Int {
            let replaced = CustodyEvent.signingKeyReplaced(
                old: old,
                new: "\(forger.verifierKey)",
                reason: "rotation",
                signature: signature
            )
            let event: JSONObject = [
                "type": "ledger.signingKeyReplaced", "subject": .string("ledger/\(log.ledger)"),
                "data": .object(LedgerEvent.custody(replaced).data),
            ]
            try sandbox.write([CanonicalJSON.text(.object(event))])
            return try sandbox.log().head().size
        }
        let unsigned = try forge(nil)
        let weak = try sandbox.succeed("verify").output
        #expect(weak.contains("nothing shows that the old key's owner recorded #\(unsigned)"), "\(weak)")
        let succession = KeySuccession(from: try VerifierKey(old), to: forger.verifierKey)
        let forged = try forge(try succession.signature(by: forger))
        let answer = try sandbox.run("verify")
        #expect(answer.status == 10)
        #expect(answer.error.contains("#\(forged): the old signing key did not sign"), "\(answer.error)")
    }

    @Test func `that is not there cannot be replaced`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.refuse(["keys", "generate", "--replace", "-m", "why"], with: 3, "no signing key")
        #expect(try sandbox.checkedSize() == 4)
    }
}
