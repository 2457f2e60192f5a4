import Foundation
import LedgerDomain
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `Setting up a ledger` {
    @Test func `makes one that is in order`() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.succeed("init").output == "Created the ledger .stackledger.\n")
        let states = try sandbox.column("state", of: "doctor")
        #expect(states.count == 12 && states.allSatisfy { $0 == "ok" })
        for name in ["log.db", "head.json", "write.lock", "keys/seal.key"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(sandbox.ledger)/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
    }

    @Test func `twice leaves the first as it is`() throws {
        let sandbox = try Sandbox.withShop()
        let key = try String(contentsOfFile: "\(sandbox.ledger)/keys/seal.key", encoding: .utf8)
        try sandbox.refuse(["init"], with: 5, "is already a ledger")
        #expect(try String(contentsOfFile: "\(sandbox.ledger)/keys/seal.key", encoding: .utf8) == key)
        #expect(try sandbox.checkedSize() == 4)
    }

    @Test func `in a file's place names the file`() throws {
        let sandbox = try Sandbox()
        try sandbox.file("taken", [])
        try sandbox.refuse(["init", "taken"], with: 1, "taken is not a directory. hint: name another")
        try sandbox.refuse(["init", "taken/ledger"], with: 1, "taken is not a directory. hint: name another")
    }

    @Test func `on PostgreSQL makes no directory of that name`() throws {
        let sandbox = try Sandbox()
        try sandbox.refuse(["init", "--ledger", "postgresql://localhost/x"], with: 1, "PostgreSQL")
        #expect(try FileManager.default.contentsOfDirectory(atPath: sandbox.path) == [])
    }
}

@Suite(.startsPrograms)
struct `A ledger` {
    @Test func `is the nearest one upwards`() throws {
        let sandbox = try Sandbox.withShop()
        let below = "\(sandbox.path)/a/b c/d"
        try FileManager.default.createDirectory(atPath: below, withIntermediateDirectories: true)
        #expect(try sandbox.run(["stacks", "-o", "csv"], at: below).lines.count == 2)
        try sandbox.succeed("init", "a/.stackledger")
        #expect(try sandbox.run(["stacks", "-o", "csv"], at: below).lines.count == 1)
    }

    @Test func `is named by a variable, and before that by the option`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed("init", "other")
        let variable = ["STACKLEDGER_LEDGER": "\(sandbox.path)/other"]
        #expect(try sandbox.run(["stacks"], environment: variable).output.hasPrefix("No stacks."))
        let option = ["stacks", "--ledger", sandbox.ledger]
        #expect(try sandbox.run(option, environment: variable).output.contains("shop"))
        #expect(try sandbox.run(["stacks"], environment: ["STACKLEDGER_LEDGER": ""]).output.contains("shop"))
    }

    @Test(arguments: [["--ledger", "copy"], ["--ledger=copy"], ["-o", "json", "--ledger", "copy"]])
    func `may be named before the command`(options: [String]) throws {
        let sandbox = try Sandbox()
        try sandbox.succeed("init", "copy")
        #expect(try sandbox.run(options + ["stage", "add", "x/y"]).status == 64)
        #expect(try sandbox.run(options + ["stacks"]).status == 0)
        #expect(try sandbox.run(options + ["stack", "create", "shop"]).status == 0)
    }

    @Test(arguments: [["status"], ["stack", "create", "x"], ["export"], ["doctor"], ["query", "SELECT 1"]])
    func `that is nowhere is not found`(command: [String]) throws {
        try Sandbox().refuse(command, with: 3, "hint: stackledger init")
    }

    @Test(arguments: [["status"], ["stack", "create", "x"], ["export"], ["query", "SELECT 1"], ["events"]])
    func `is not any directory`(command: [String]) throws {
        let sandbox = try Sandbox()
        for name in ["plain", "nowhere", ""] {
            if name == "plain" {
                try FileManager.default.createDirectory(
                    atPath: "\(sandbox.path)/plain",
                    withIntermediateDirectories: true
                )
            }
            try sandbox.refuse(command + ["--ledger", name], with: 3, "not a ledger")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/plain") == [])
    }

    @Test func `with a log that is none is refused`() throws {
        let sandbox = try Sandbox.withShop()
        _ = try sandbox.file(".stackledger/log.db", Array("not a database at all, but long enough to look".utf8))
        for command in [["stack", "create", "x"], ["export"], ["replay", "/dev/null"]] {
            let answer = try sandbox.run(command)
            #expect([1, 3, 10].contains(answer.status) && answer.error.isErrorLine, "\(command): \(answer)")
        }
    }

    @Test func `of a newer schema is refused`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.edit("PRAGMA user_version = 99")
        for command in [["stack", "create", "x"], ["export"], ["replay", "/dev/null"]] {
            try sandbox.refuse(command, with: 1, "use a newer stackledger")
        }
    }

    @Test func `that lost events is refused`() throws {
        let sandbox = try Sandbox.withShop()
        let copy = try #require(FileManager.default.contents(atPath: "\(sandbox.ledger)/head.json"))
        let other = try Sandbox.withLedger()
        try copy.write(to: URL(fileURLWithPath: "\(other.ledger)/head.json"))
        let answer = try other.run("stack", "create", "x")
        #expect(answer.status == 10 && answer.error.isErrorLine, "\(answer)")
    }
}

@Suite(.startsPrograms)
struct `doctor` {
    private func bad(_ sandbox: Sandbox) throws -> [JSONValue] {
        let answer = try sandbox.run("doctor", "-o", "json")
        #expect(answer.status == 1)
        #expect(answer.error.contains(#""code":"findings""#), "\(answer.error)")
        let findings = try JSONReader.value(answer.bytes).array ?? []
        return findings.filter { $0["state"] == "bad" }.compactMap { $0["check"] }
    }

    @Test func `tells files that others may read`() throws {
        let sandbox = try Sandbox.withShop()
        chmod("\(sandbox.ledger)/log.db", 0o644)
        #expect(try bad(sandbox) == ["files"])
    }

    @Test func `tells a key that is missing or open`() throws {
        let sandbox = try Sandbox.withShop()
        chmod("\(sandbox.ledger)/keys/seal.key", 0o644)
        #expect(try bad(sandbox) == ["files", "sealing key"])
        try FileManager.default.removeItem(atPath: "\(sandbox.ledger)/keys/seal.key")
        #expect(try bad(sandbox) == ["sealing key"])
        try sandbox.succeed("stack", "create", "x")
    }

    @Test func `has nothing to do about values that another ledger has sealed`() throws {
        let sandbox = try Sandbox()
        try sandbox.succeed("demo", sandbox.ledger)
        let findings = try sandbox.json("doctor").array ?? []
        let states = findings.filter { $0["state"] != "ok" }.compactMap { $0["check"] }
        #expect(states == ["sealing key"] && findings.allSatisfy { $0["state"] != "bad" }, "\(findings)")
    }

    @Test func `tells a head that was tampered with`() throws {
        let sandbox = try Sandbox.withShop()
        let other = try Sandbox.withLedger()
        try other.record(["a", "b", "c", "d", "e"].map(Event.stack))
        let head = try #require(FileManager.default.contents(atPath: "\(other.ledger)/head.json"))
        try head.write(to: URL(fileURLWithPath: "\(sandbox.ledger)/head.json"))
        #expect(try bad(sandbox).contains("writing"))
    }
}
