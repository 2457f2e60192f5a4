import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `Rotating the sealing key` {
    private func newestKey(_ sandbox: Sandbox) throws -> String {
        try #require(try sandbox.json("keys", "rotate-seal").array?.first?["key"]?.string)
    }

    @Test func `keeps old values open and comparable`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Secret.revision(1, ["A": "same", "B": "one"])])
        let before = try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.ledger)/keys/seal.key"))
        let key = try newestKey(sandbox)
        let after = try Data(contentsOf: URL(fileURLWithPath: "\(sandbox.ledger)/keys/seal.key"))
        #expect(after.starts(with: before) && after.count == 2 * before.count)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.ledger)/keys") == ["seal.key"])
        try sandbox.record([Secret.revision(2, ["A": "same", "B": "two"])])
        let changes = try sandbox.json("diff", "shop-dev:1", "shop-dev:2").array ?? []
        #expect(changes.map { $0["entry"] } == ["B"])
        let shown = try sandbox.json("show", "shop-dev:1", "--reveal")["values"]?.array ?? []
        #expect(shown.map { $0["value"] } == ["same", "one"])
        #expect(try sandbox.succeed("doctor").output.contains("key \(key), the newest of 2"))
        #expect(try sandbox.checkedSize() == 6)
    }

    @Test func `makes the same revision no other one`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Secret.revision(1, ["A": "same"])])
        _ = try newestKey(sandbox)
        let again = try sandbox.record([Secret.revision(1, ["A": "same"])])
        #expect(again.output == "Recorded no events.\n")
        try sandbox.refuse(record: [Secret.revision(1, ["A": "other"])], with: 5, "another definition")
    }

    @Test(arguments: ["STACKLEDGER_SEAL_KEY", "STACKLEDGER_SEAL_KEY_COMMAND"])
    func `that comes from elsewhere is refused`(variable: String) throws {
        let sandbox = try Sandbox.withShop()
        let key = try sandbox.allBytes()["keys/seal.key"]
        for command in [["keys", "rotate-seal"], ["keys", "destroy-seal", "-y"]] {
            try sandbox.refuse(command, environment: [variable: Secret.key("0a")], with: 4, "come from \(variable)")
        }
        #expect(try sandbox.allBytes()["keys/seal.key"] == key)
    }

    @Test func `begins with a new one only where there is none`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.refuse(["keys", "rotate-seal", "--new"], with: 4, "has a sealing key")
        try FileManager.default.removeItem(atPath: "\(sandbox.ledger)/keys")
        try sandbox.refuse(["keys", "rotate-seal"], with: 1, "keys rotate-seal --new")
        try sandbox.succeed("keys", "rotate-seal", "--new")
        try sandbox.record([Secret.revision(1, ["A": "x"])])
        #expect(try sandbox.checkedSize() == 5)
    }

    @Test func `does not lose a key when two do it at once`() throws {
        let sandbox = try Sandbox.withShop()
        let loop = "for i in 1 2 3 4 5; do $SL keys rotate-seal || exit 9; done"
        let answer = try sandbox.shell("(\(loop)) & p=$!; (\(loop)) && wait $p")
        #expect(answer.status == 0, "\(answer)")
        let text = try String(contentsOfFile: "\(sandbox.ledger)/keys/seal.key", encoding: .utf8)
        #expect(Set(text.split(separator: "\n")).count == 11)
    }
}

@Suite(.startsPrograms)
struct `Destroying the sealing key` {
    private func destroyed() throws -> Sandbox {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Secret.revision(1, ["A": "one"]), Secret.revision(2, ["A": "two"])])
        try sandbox.record(
            Event.release("shop/dev", "one", ["revision": "shop-dev:2"])
        )
        try sandbox.succeed("keys", "destroy-seal", "-y")
        return sandbox
    }

    @Test func `is asked for first`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.refuse(["keys", "destroy-seal"], with: 64, "-y says yes")
        #expect(FileManager.default.fileExists(atPath: "\(sandbox.ledger)/keys/seal.key"))
    }

    @Test func `leaves every query and every proof as they were`() throws {
        let sandbox = try destroyed()
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.ledger)/keys").isEmpty)
        let diff = try sandbox.json("diff", "shop-dev:1", "shop-dev:2").array ?? []
        #expect(diff.map { $0["entry"] } == ["A"])
        for command in [["show", "shop-dev:1"], ["show", "#5"], ["blame", "shop/dev"], ["events"], ["status"]] {
            #expect(try sandbox.run(command).status == 0, "\(command)")
        }
        let copy = try Sandbox.withLedger()
        let path = try copy.file("x.jsonl", sandbox.succeed("export").bytes)
        try copy.succeed("replay", path, "--root", "\(sandbox.log().head().frontier.root)")
    }

    @Test func `keeps only what has to be sealed or opened from being done`() throws {
        let sandbox = try destroyed()
        try sandbox.refuse(record: [Secret.revision(3, ["A": "x"])], with: 1, "keys rotate-seal --new")
        for command in [["show", "shop-dev:1", "--reveal"], ["blame", "shop/dev", "--reveal"]] {
            try sandbox.refuse(command, with: 1, "nothing can be sealed or opened")
        }
        try sandbox.refuse(["diff", "shop-dev:1", "shop-dev:2", "--reveal"], with: 2, "keys rotate-seal --new")
        try sandbox.refuse(["keys", "destroy-seal", "-y"], with: 3, "no sealing key")
        try sandbox.succeed("stack", "create", "other")
        try sandbox.record(Event.release("shop/dev", "two"))
        try sandbox.succeed("keys", "rotate-seal", "--new")
        try sandbox.record([Secret.revision(3, ["A": "x"])])
        try sandbox.refuse(["show", "shop-dev:1", "--reveal"], with: 1, "/.stackledger/keys/seal.key")
        #expect(try sandbox.json("show", "shop-dev:3", "--reveal")["values"]?.array?.first?["value"] == "x")
        _ = try sandbox.checkedSize()
    }
}

@Suite(.startsPrograms)
struct `--reveal` {
    private static let ledger = Result { () throws -> Sandbox in
        let sandbox = try Sandbox.withShop()
        let container: (String) -> JSONObject = { secret in
            ["command": ["serve", "--password", .string(secret)], "dockerLabels": ["x.token": "\u{1B}[31mlabel"]]
        }
        try sandbox.record([
            Secret.revision(1, ["A": "plain-one"], container("word-one")),
            Secret.revision(2, ["A": "plain-two\n\u{202E}"], container("word-two")),
        ])
        for number in 1...2 {
            try sandbox.record(Event.release("shop/dev", "i\(number)", ["revision": .string("shop-dev:\(number)")]))
        }
        return sandbox
    }
    private var sandbox: Sandbox { get throws { try Self.ledger.get() } }

    @Test func `shows in diff and blame what changed, and without it only that it did`() throws {
        let hidden = try sandbox.run("diff", "shop-dev:1", "shop-dev:2")
        #expect(hidden.status == 1 && !hidden.output.contains("one") && hidden.output.contains("(changed)"))
        #expect(hidden.output.contains(#"["serve","--password","••••"]"#) && !hidden.output.contains("label"))
        let shown = try sandbox.run("diff", "shop-dev:1", "shop-dev:2", "--reveal")
        #expect(shown.status == 1)
        for text in ["plain-one", "plain-two", #"["serve","--password","word-two"]"#] {
            #expect(shown.output.contains(text), "\(shown)")
        }
        let blamed = try sandbox.run("blame", "shop/dev", "--reveal")
        #expect(blamed.output.contains("plain-two") && blamed.output.contains("word-two"))
        #expect(try !sandbox.run("blame", "shop/dev").output.contains("two"))
    }

    @Test func `shows in show what a revision and an event hold`() throws {
        let values = try sandbox.json("show", "shop-dev:2", "--reveal")["values"]?.array ?? []
        #expect(values.map { $0["name"] } == ["command[2]", "dockerLabels.x.token", "A"])
        #expect(values.first?["container"] == "api" && values.first?["value"] == "word-two")
        let event = try sandbox.json("show", "#5", "--reveal")
        #expect(CanonicalJSON.text(event).contains("plain-one"))
        #expect(try !CanonicalJSON.text(sandbox.json("show", "#5")).contains("plain-one"))
    }

    @Test(arguments: [
        ["show", "shop-dev:2"], ["show", "#6"], ["blame", "shop/dev"], ["diff", "shop-dev:1", "shop-dev:2"],
    ])
    func `disturbs no terminal`(command: [String]) throws {
        let answer = try sandbox.run(command + ["--reveal"])
        #expect(answer.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E })
    }

    @Test(arguments: [["show", "shop-dev:2"], ["show", "#6"], ["blame", "shop/dev"]])
    func `with a wrong key says which one it needs`(command: [String]) throws {
        let environment = ["STACKLEDGER_SEAL_KEY": Secret.key("7e")]
        let answer = try sandbox.refuse(
            command + ["--reveal"],
            environment: environment,
            with: 1,
            "is sealed with key "
        )
        #expect(answer.error.contains("which is not in STACKLEDGER_SEAL_KEY"))
    }
}
