import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `What looks like a credential` {
    private let container: JSONObject = [
        "command": ["serve", "--port", "8080", "--db-password", "hunter2-a"],
        "entryPoint": ["sh", "-c", "TOKEN=hunter2-b exec run"],
        "dockerLabels": ["com.example.api-key": "hunter2-c", "com.example.team": "shop"],
        "healthCheck": ["command": ["CMD-SHELL", "curl -u ana:hunter2-d localhost"], "interval": 30],
        "logConfiguration": [
            "logDriver": "splunk", "options": ["splunk-token": "hunter2-e", "splunk-url": "https://x"],
        ],
        "firelensConfiguration": ["type": "fluentbit", "options": ["apikey": "hunter2-f"]],
    ]

    private func data(_ sandbox: Sandbox, _ position: Int) throws -> JSONValue {
        try sandbox.json("show", "#\(position)")["data"] ?? .null
    }

    @Test func `is sealed where a task definition has it, and nothing beside it`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Secret.revision(1, [:], container)])
        let text = CanonicalJSON.text(try data(sandbox, 5))
        #expect(!text.contains("hunter2"))
        for kept in ["8080", "CMD-SHELL", "splunk-url", #""com.example.team":"shop""#] { #expect(text.contains(kept)) }
        let values = try sandbox.json("show", "shop-dev:1", "--reveal")["values"]?.array ?? []
        #expect(
            Set(values.compactMap { $0["name"]?.string }) == [
                "command[4]", "entryPoint[2]", "dockerLabels.com.example.api-key", "healthCheck.command[1]",
                "logConfiguration.options.splunk-token", "firelensConfiguration.options.apikey",
            ]
        )
        #expect(values.allSatisfy { $0["container"] == "api" && $0["value"]?.string?.contains("hunter2-") == true })
        #expect(try sandbox.checkedSize() == 5)
    }

    @Test func `changes no fingerprint when it is sealed again, and another value does`() throws {
        let sandbox = try Sandbox.withShop()
        var other = container
        other["command"] = ["serve", "--port", "8080", "--db-password", "hunter2-z"]
        try sandbox.record([
            Secret.revision(1, [:], container), Secret.revision(2, [:], container), Secret.revision(3, [:], other),
        ])
        let prints = try sandbox.column("fingerprint", of: "revisions")
        #expect(Set(prints).count == 2)
        #expect(try sandbox.run("diff", "shop-dev:1", "shop-dev:2").status == 0)
        let changes = try sandbox.json("diff", "shop-dev:2", "shop-dev:3").array ?? []
        #expect(changes.map { $0["member"] } == ["command"])
    }

    @Test func `stays as it is where the ledger allows it, an environment value never`() throws {
        let sandbox = try Sandbox.withShop()
        _ = try sandbox.file(".stackledger/seal-allow", Array("# ours\ndockerLabels.com.example.*\ncommand\n".utf8))
        try sandbox.record([Secret.revision(1, ["A": "hunter2-g"], container)])
        let text = CanonicalJSON.text(try data(sandbox, 5))
        for allowed in ["hunter2-a", "hunter2-c"] { #expect(text.contains(allowed)) }
        for sealed in "bdefg" { #expect(!text.contains("hunter2-\(sealed)")) }
        try sandbox.succeed("doctor")
    }

    @Test func `with an allow list that has a bad line is refused`() throws {
        let sandbox = try Sandbox.withShop()
        _ = try sandbox.file(".stackledger/seal-allow", Array("command\nenvironment.A\n".utf8))
        try sandbox.refuse(record: [Secret.revision(1, [:], container)], with: 1, "seal-allow, line 2: ")
        try sandbox.record([Secret.revision(1, ["A": "x"])])
        #expect(try sandbox.run("doctor").output.contains("seal-allow"))
        #expect(try sandbox.run("doctor").status == 1)
    }

    @Test func `may be in a stage's settings, and is sealed there`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.succeed(
            "stage",
            "change",
            "shop/dev",
            "--setting",
            "db-password=hunter2-h",
            "--setting",
            "team=shop"
        )
        let settings = try sandbox.json("stages", "shop").array?.first?["settings"]
        #expect(settings?["team"] == "shop" && settings?["db-password"]?["mac"] != nil)
        _ = try sandbox.checkedSize()
    }

    @Test func `is masked in what AWS says of a failure`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([
            Event.request("shop/dev", image: "one"),
            Event.deployment("failed", "shop/dev", ["code": "E", "message": "no postgres://shop:hunter2-i@db today"]),
        ])
        let event = try sandbox.json("show", "#6")["data"]
        #expect(event?["message"] == "no postgres://shop:••••@db today")
    }
}

@Suite(.startsPrograms)
struct `A value that only looks sealed` {
    private static let mac = String(repeating: "0a", count: 32)
    private static let forgeries: [JSONValue] = [
        ["sealed": "hunter2-in-the-clear", "mac": .string(mac)], ["sealed": "aHVudGVyMg==", "mac": .string(mac)],
        ["sealed": .string(String(repeating: "A", count: 48)), "mac": "hunter2"],
        ["sealed": .string(String(repeating: "A", count: 48)), "mac": .string(mac), "x": "hunter2"],
        ["sealed": .string(String(repeating: "A", count: 45) + "=A="), "mac": .string(mac)],
        ["sealed": .string(String(repeating: "A", count: 48)), "mac": .string(mac.uppercased())],
        ["sealed": ["hunter2"], "mac": .string(mac)],
    ]

    @Test(arguments: forgeries.indices)
    func `is sealed as any other`(index: Int) throws {
        let forgery = Self.forgeries[index]
        let sandbox = try Sandbox.withShop()
        let container: JSONValue = [
            "name": "api",
            "environment": [["name": "A", "value": forgery], ["name": "B", "value": "b", "VALUE": "hunter2"]],
            "dockerLabels": ["password": forgery],
        ]
        let event = Event.revision("shop-dev", 1, ["family": "shop-dev", "containerDefinitions": [container]])
        try sandbox.record([event])
        let text = try sandbox.succeed("export").output
        #expect(!text.contains(CanonicalJSON.text(forgery)) && !text.contains("hunter2"))
        #expect(try sandbox.json("show", "shop-dev:1", "--reveal")["values"]?.array?.count == 4)
    }

    @Test(arguments: forgeries.indices)
    func `is no way into a replay`(index: Int) throws {
        let sandbox = try Sandbox.withLedger()
        let line = try UnsealedLine.of(["environment": [["name": "A", "value": Self.forgeries[index]]]])
        try sandbox.refuse(["replay", "-"], input: line, with: 64, "line 1: shop-dev/api: A is an environment value")
    }
}

/// A line as an export has it, of a container that nobody sealed.
enum UnsealedLine {
    static func of(_ container: JSONObject) throws -> [UInt8] {
        let draft = EventDraft.example(of: .revision(.registered))
        let line = draft.encoded(streamVersion: 1, recordedTime: draft.time)
        var record = try #require(try JSONReader.value(line).object)
        var container = container
        container["name"] = "api"
        record["data"] = [
            "family": "shop-dev", "revision": "shop-dev:1",
            "definition": ["containerDefinitions": [.object(container)]],
        ]
        return CanonicalJSON.bytes(.object(record)) + [0x0A]
    }
}

@Suite(.startsPrograms)
struct `A replay with values in the clear` {
    @Test(
        arguments: [
            (["environment": [["name": "A", "value": "x"]]], "shop-dev/api: A is an environment value in the clear"),
            (["Environment": ["A": "x"]], "shop-dev/api: A is an environment value"),
            (["command": ["--password", "hunter2"]], "command[1] looks like a credential (named-secret)"),
            (["dockerLabels": ["a.token": "abc"]], "dockerLabels.a.token looks like a credential"),
        ] as [(JSONObject, String)]
    )
    func `is refused with the line, the place and what to do`(container: JSONObject, words: String) throws {
        let sandbox = try Sandbox.withLedger()
        let line = try UnsealedLine.of(container)
        let answer = try sandbox.refuse(["replay", "-"], input: line, with: 64, "standard input, line 1: ")
        #expect(answer.error.contains(words) && answer.error.contains("stackledger record"), "\(answer.error)")
    }

    @Test func `is taken where the ledger allows them`() throws {
        let sandbox = try Sandbox.withLedger()
        _ = try sandbox.file(".stackledger/seal-allow", Array("dockerLabels.a.token".utf8))
        let line = try UnsealedLine.of(["dockerLabels": ["a.token": "abc"]])
        #expect(try sandbox.run(["replay", "-"], input: line).status == 0)
        #expect(try sandbox.succeed("export").bytes == line)
    }
}
