import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

/// What happened to shop/prod over four days: A good, B bad, back to A, C fails; all asked on a ledger made once.
enum Story {
    static let canary = "canary-4711-secret"
    static var sandbox: Sandbox { get throws { try made.get() } }
    private static let made = Result { try make() }

    static func definition(_ image: String, cpu: String, token: String) -> JSONObject {
        [
            "family": "shop-prod", "cpu": .string(cpu),
            "containerDefinitions": [
                [
                    "name": "api", "image": .string(Example.image(image)),
                    "environment": [
                        ["name": "TOKEN", "value": .string(token)],
                        ["name": "MODE", "value": .string("\(canary)-mode")],
                    ],
                    "secrets": [["name": "KEY", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/key"]],
                ]
            ],
        ]
    }

    private static func at(_ time: String, by actor: String, _ line: String) -> String {
        "{\"actor\":\"\(actor)\",\"time\":\"\(time)\"," + line.dropFirst()
    }

    private static func make() throws -> Sandbox {
        let sandbox = try Sandbox.withLedger()
        let build = "pipeline/123456789012/eu-west-1/shop-main"
        let repository = "repository/123456789012/eu-west-1/shop/api"
        var lines = [
            at("2026-11-01T08:00:00Z", by: "ana", Event.stack("shop")),
            at("2026-11-01T08:00:00Z", by: "ana", Event.stage("shop/prod")),
            at(
                "2026-11-01T08:30:00Z",
                by: "ci",
                Event.line(
                    "build.succeeded",
                    build,
                    ["execution": "run-1", "commit": "aaaaaaa1", "image": .string(Example.image("A"))]
                )
            ),
            at(
                "2026-11-01T08:30:00Z",
                by: "ci",
                Event.line(
                    "image.pushed",
                    repository,
                    ["digest": .string(Example.digest(of: "A")), "tags": ["v1"], "commit": "aaaaaaa1"]
                )
            ),
            at(
                "2026-11-01T08:40:00Z",
                by: "ci",
                Event.revision("shop-prod", 1, definition("A", cpu: "256", token: "\(canary)-1"))
            ),
            at(
                "2026-11-02T08:40:00Z",
                by: "ci",
                Event.revision("shop-prod", 2, definition("B", cpu: "512", token: "\(canary)-2"))
            ),
        ]
        let releases: [(String, String, String, String, String, JSONObject)] = [
            ("2026-11-01T09", "ana", "A", "deploy", "1", ["commit": "aaaaaaa1", "reason": "first"]),
            ("2026-11-02T09", "bob", "B", "deploy", "2", ["commit": "bbbbbbb2"]),
            ("2026-11-03T09", "ana", "A", "rollback", "1", ["from": 1, "reason": "B loses baskets"]),
        ]
        for (hour, actor, image, kind, revision, more) in releases {
            var data = more
            data["revision"] = .string("shop-prod:\(revision)")
            lines += [
                at("\(hour):00:00Z", by: actor, Event.request("shop/prod", kind: kind, image: image, data)),
                at(
                    "\(hour):01:00Z",
                    by: actor,
                    Event.deployment(
                        "started",
                        "shop/prod",
                        ["revision": .string("shop-prod:\(revision)"), "image": .string(Example.image(image))]
                    )
                ),
                at("\(hour):05:00Z", by: actor, Event.deployment("succeeded", "shop/prod")),
            ]
        }
        lines += [
            at(
                "2026-11-04T09:00:00Z",
                by: "cy",
                Event.request("shop/prod", image: "C", ["deployment": "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071"])
            ),
            at(
                "2026-11-04T09:00:30Z",
                by: "cy",
                Event.action(
                    "intended",
                    "shop/prod",
                    [
                        "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "service": "ecs",
                        "operation": "UpdateService", "class": "convergent",
                        "request": [
                            "overrides": [
                                "containerOverrides": [
                                    ["name": "api", "environment": [["name": "T", "value": .string("\(canary)-3")]]]
                                ]
                            ]
                        ],
                    ]
                )
            ),
            at(
                "2026-11-04T09:05:00Z",
                by: "cy",
                Event.deployment("failed", "shop/prod", ["code": "E", "message": "no"])
            ),
        ]
        try sandbox.write(lines)
        return sandbox
    }
}

@Suite(.startsPrograms)
struct `Asking at a moment` {
    private static let moments: [(String, [String], Int?)] = [
        ("2026-11-01", [], nil), ("2026-11-01T09:04:59Z", [], nil), ("2026-11-01T09:05Z", [], 1),
        ("2026-11-01T10:05:00+01:00", [], 1), ("2026-11-02", [], 1), ("2026-11-02 09:05", [], 2),
        ("2026-11-03T09:05:00.000000Z", [], 3),
        ("now", [], 3), ("2099-01-01", [], 3), ("in 3 days", [], 3), ("2 hours ago", [], 3),
        ("2026-11-02", ["--as-known"], -1),
        ("#9", [], 1), ("#12", [], 2), ("#15", [], 3), ("#2", [], nil), ("#0", [], -1), ("shop/prod@v1", [], 1),
        ("shop/prod@v2", [], 2), ("shop/prod@v4", [], 3),
    ]

    @Test(arguments: moments.indices)
    func `shows what ran then`(row: Int) throws {
        let (moment, options, version) = Self.moments[row]
        let answer = try Story.sandbox.run(["status", "shop/prod", "--at", moment, "-o", "json"] + options)
        guard version != -1 else {
            // The ledger knew of no such stage.
            #expect(answer.status == 3, "\(answer)")
            return
        }
        let row = try JSONReader.value(answer.bytes).array?.first
        #expect(row?["runningVersion"]?.integer.map { Int($0) } == version, "\(moment): \(answer)")
    }

    @Test(arguments: [
        "stacks", "stages", "status", "history", "targets shop/prod", "revisions", "images", "builds", "actions",
        "calls", "events", "blame shop/prod", "show shop/prod", "trace shop/prod", "diff shop/prod shop/prod~1",
        "query 'SELECT 1'",
    ])
    func `works on every query`(command: String) throws {
        let now = try Story.sandbox.shell("$SL \(command) -o json")
        let then = try Story.sandbox.shell("$SL \(command) -o json --at '#18'")
        #expect(now.status <= 1 && now.bytes == then.bytes, "\(now.error) \(then.error)")
    }
}

@Suite(.startsPrograms)
struct `A reference` {
    private static let commit = "bbbbbbb2"
    private static let references: [(String, Int)] = [
        ("shop/prod", 3), ("shop/prod@v2", 2), ("shop/prod@2", 2), ("shop/prod~", 2), ("shop/prod~1", 2),
        ("shop/prod~2", 1),
        ("shop/prod~0", 3), ("shop/prod@2026-11-02", 1), ("shop/prod@2026-11-02T12:00Z", 2), ("shop/prod@v4", 4),
        ("0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071", 4),
    ]

    @Test(arguments: references.indices)
    func `means a deployment`(row: Int) throws {
        let (reference, version) = Self.references[row]
        #expect(try Story.sandbox.json("show", reference)["version"]?.integer == Int64(version))
    }

    @Test(arguments: [
        ("shop-prod:2", "revisions"), ("\(Example.digest(of: "A"))", "images"),
        ("\(Example.digest(of: "A").prefix(19))", "images"),
        ("aaaaaaa1", "deployments"), ("AAAAAAA1", "builds"), ("aaaa", "images"),
        ("0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "action"),
    ])
    func `means what it is found in`(reference: String, section: String) throws {
        #expect(try Story.sandbox.json("show", reference)[section]?.array?.isEmpty == false)
    }

    @Test func `means an event`() throws {
        #expect(try Story.sandbox.json("show", "#1")["type"] == "stack.created.v1")
        let id = try #require(try Story.sandbox.json("show", "#1")["id"]?.string)
        #expect(try Story.sandbox.json("show", id)["position"] == 1)
    }

    @Test(arguments: [
        "shop/prod", "shop/prod@v1", "aaaaaaa1", "run-1", Example.digest(of: "A"), "shop-prod:1", "#9",
    ])
    func `leads to the whole chain`(reference: String) throws {
        let chain = try Story.sandbox.json("trace", reference).array ?? []
        let kinds = Set(chain.compactMap { $0["kind"]?.string })
        let expected: Set = ["commit", "build", "image", "revision", "deployment"]
        #expect(expected.subtracting(kinds).isEmpty)
        #expect(chain.contains { $0["name"] == "shop/prod@v1" || $0["name"] == "shop/prod@v3" })
    }

    @Test func `to an action leads to its deployment`() throws {
        let chain = try Story.sandbox.json("trace", "0193a2b4-6d01-7a2b-9c3d-4e5f60718293").array ?? []
        #expect(chain.map { $0["name"] } == ["shop/prod@v4", "ecs:UpdateService"])
    }
}

@Suite(.startsPrograms)
struct `History` {
    private static let filters: [([String], [Int64])] = [
        ([], [4, 3, 2, 1]), (["shop"], [4, 3, 2, 1]), (["shop/prod"], [4, 3, 2, 1]), (["-n", "2"], [4, 3]),
        (["-n", "0"], [4, 3, 2, 1]),
        (["--since", "2026-11-02"], [4, 3, 2]), (["--until", "2026-11-02"], [1]),
        (["--since", "2026-11-02", "--until", "2026-11-03"], [2]),
        (["--since", "2026-11-02T09:00:00Z", "--until", "2026-11-02T09:00:00Z"], []), (["--by", "ana"], [3, 1]),
        (["--by", "AN"], [3, 1]),
        (["--kind", "rollback"], [3]), (["--outcome", "failed"], [4]), (["--outcome", "open"], []),
        (["--commit", "bbbb"], [2]),
        (["--image", String(Example.digest(of: "B").prefix(20))], [2]), (["--image", "shop/api"], [4, 3, 2, 1]),
        (["--by", "bob", "--outcome", "failed"], []), (["--at", "#12"], [2, 1]), (["--by", "%"], []),
    ]

    @Test(arguments: filters.indices)
    func `shows what a filter lets through`(row: Int) throws {
        let (filter, versions) = Self.filters[row]
        let answer = try Story.sandbox.run(["history", "-o", "json"] + filter)
        #expect(try JSONReader.value(answer.bytes).array?.map { $0["version"]?.integer } == versions, "\(filter)")
    }
}

@Suite(.startsPrograms)
struct `The targets of a rollback` {
    private func target(_ sandbox: Sandbox) throws -> Int64? {
        try sandbox.json("targets", "shop/dev").array?.first { $0["isDefault"] == true }?["version"]?.integer
    }

    @Test func `are those before what was rolled away from`() throws {
        let sandbox = try Sandbox.withShop()
        for image in ["Z", "A", "B"] { try sandbox.record(Event.release("shop/dev", image)) }
        #expect(try target(sandbox) == 2)
        try sandbox.record(Event.release("shop/dev", "A", kind: "rollback", ["from": 2]))
        #expect(try target(sandbox) == 1)
        let rows = try sandbox.json("targets", "shop/dev").array ?? []
        #expect(rows.first { $0["version"] == 3 }?["reasons"]?.array?.contains("rolledAwayFrom") == true)
        try sandbox.record(Event.release("shop/dev", "Z", kind: "rollback", ["from": 1]))
        #expect(try target(sandbox) == nil)
        #expect(try sandbox.succeed("targets", "shop/dev").output.contains("No target by default"))
        try sandbox.record([
            Event.deployment("marked", "shop/dev", ["version": 3, "mark": "good", "reason": "was the network"])
        ])
        #expect(try target(sandbox) == 3)
        try sandbox.record([Event.deployment("marked", "shop/dev", ["version": 3, "mark": "bad", "reason": "was not"])])
        #expect(try target(sandbox) == nil)
        _ = try sandbox.checkedSize()
    }
}

@Suite(.startsPrograms)
struct `Comparing` {
    @Test(arguments: [
        ("shop/prod", "shop/prod", 0), ("shop/prod@v1", "shop/prod@v3", 0), ("shop/prod@v1", "shop/prod@v2", 1),
        ("shop-prod:1", "shop-prod:2", 1), ("shop/prod@v1", "shop-prod:1", 0),
    ])
    func `ends as diff does`(before: String, after: String, status: Int32) throws {
        for format in ["table", "json", "csv", "jsonl"] {
            let answer = try Story.sandbox.run("diff", before, after, "-o", format)
            #expect(answer.status == status && answer.error == "", "\(answer)")
        }
    }

    @Test func `does not call the same what nobody knows`() throws {
        let sandbox = try Sandbox.withShop()
        for _ in 1...2 {
            try sandbox.record(
                ["requested", "started", "succeeded"].map { type in
                    let data = type == "requested" ? #"{"kind":"deploy"}"# : "{}"
                    return #"{"type":"deployment.\#(type)","subject":"stage/shop/dev","data":\#(data)}"#
                }
            )
        }
        let answer = try sandbox.run("diff", "shop/dev@v1", "shop/dev@v2")
        #expect(answer.status == 2 && answer.output == "" && answer.error.contains("neither"), "\(answer)")
        let targets = try sandbox.json("targets", "shop/dev").array ?? []
        #expect(targets.allSatisfy { $0["isDefault"] == false }, "\(targets)")
    }

    @Test func `tells what changed, and no value`() throws {
        let changes = try Story.sandbox.json("diff", "shop/prod@v1", "shop/prod@v2").array ?? []
        let names = changes.map { "\($0["member"]?.string ?? "") \($0["entry"]?.string ?? "")" }.sorted()
        #expect(names == ["cpu ", "environment TOKEN", "image "])
        #expect(changes.first { $0["entry"] == "TOKEN" }?["before"] == "••••")
    }

    @Test func `shows who set what`() throws {
        let lines = try Story.sandbox.json("blame", "shop/prod").array ?? []
        let versions = lines.reduce(into: [String: Int64]()) { versions, line in
            versions["\(line["member"]?.string ?? "") \(line["entry"]?.string ?? "")"] = line["version"]?.integer
        }
        #expect(versions["cpu "] == 3 && versions["environment TOKEN"] == 3)
        #expect(versions["environment MODE"] == 1 && versions["secrets KEY"] == 1, "\(versions)")
        let older = lines.filter { $0["orEarlier"] == true }
        #expect(older.allSatisfy { $0["version"] == 1 && $0["setBy"] == .null && $0["setAt"] == .null }, "\(older)")
        #expect(older.contains { $0["entry"] == "MODE" } && !older.contains { $0["entry"] == "TOKEN" })
        let text = try Story.sandbox.run("blame", "shop/prod", "--field", "MODE").output
        #expect(text.contains("^v1 or earlier"), "\(text)")
        let then = try Story.sandbox.run("blame", "shop/prod", "--at", "shop/prod@v2", "--field", "cpu", "-o", "json")
        #expect(try JSONReader.value(then.bytes).array?.map { $0["version"] } == [2])
    }
}

@Suite(.startsPrograms)
struct `After a restart` {
    private static let made = Result {
        let sandbox = try Sandbox.withLedger()
        let definition = Story.definition("A", cpu: "256", token: "t")
        let revision: JSONObject = ["revision": "shop-prod:1", "image": .string(Example.image("A"))]
        try sandbox.record([
            Event.stack("shop"), Event.stage("shop/prod"), Event.revision("shop-prod", 1, definition),
            Event.request("shop/prod", image: "A", ["commit": "aaaaaaa1"]),
            Event.deployment("started", "shop/prod", revision), Event.deployment("succeeded", "shop/prod"),
            Event.request("shop/prod", kind: "restart"), Event.deployment("succeeded", "shop/prod"),
        ])
        return sandbox
    }

    private var sandbox: Sandbox { get throws { try Self.made.get() } }

    @Test(arguments: ["shop/prod", "shop/prod@v2"])
    func `the content is what it was`(reference: String) throws {
        let shown = try sandbox.json("show", reference)
        #expect(shown["version"] == 2 && shown["revision"] == "shop-prod:1" && shown["commit"] == "aaaaaaa1")
        #expect(shown["image"]?.string == Example.image("A"))
        #expect(shown["containers"]?.array?.count == 1 && shown["registration"]?["revision"] == "shop-prod:1")
        let compared = try sandbox.run("diff", "shop/prod@v1", reference)
        #expect(compared.status == 0 && compared.output == "No difference.\n" && compared.error == "", "\(compared)")
    }

    @Test func `the chain goes back to the commit`() throws {
        let links = try sandbox.json("trace", "shop/prod").array ?? []
        #expect(links.map { $0["kind"] } == ["commit", "revision", "deployment", "deployment"], "\(links)")
        #expect(links.first?["name"] == "aaaaaaa1")
    }

    @Test func `what runs was set by the deployment that brought it`() throws {
        let lines = try sandbox.json("blame", "shop/prod").array ?? []
        #expect(!lines.isEmpty && lines.allSatisfy { $0["version"] == 1 })
        #expect(lines.first { $0["member"] == "image" }?["orEarlier"] == false)
        #expect(try sandbox.json("status", "shop/prod").array?.first?["runningCommit"] == "aaaaaaa1")
    }
}

@Suite(.startsPrograms)
struct `The state of a stage` {
    @Test func `before the ledger began is not known`() throws {
        let sandbox = try Story.sandbox
        let before = try sandbox.run("status", "shop/prod", "--at", "2026-10-31")
        #expect(before.output.contains("unknown (ledger begins 2026-11-01T08:00:00.000000Z)"), "\(before)")
        let between = try sandbox.run("status", "shop/prod", "--at", "2026-11-01T08:30Z")
        #expect(between.output.contains("nothing"), "\(between)")
        let rows = try sandbox.json("status", "shop/prod", "--at", "2026-10-31").array
        #expect(rows?.first?["isKnown"] == 0 && rows?.first?["runningVersion"] == .null)
    }

    @Test func `is in doubt with a call of its open deployment`() throws {
        let sandbox = try Sandbox.withShop()
        let ids: JSONObject = [
            "deployment": "0193a2b4-5c6d-7e8f-8a1b-2c3d4e5f6071", "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293",
        ]
        var intent = ids
        (intent["service"], intent["operation"]) = ("ecs", "UpdateService")
        (intent["class"], intent["request"]) = ("convergent", [:])
        var attempt = ids
        (attempt["attempt"], attempt["epoch"], attempt["worker"]) = (1, 1, "ci")
        var doubt = ids
        (doubt["attempt"], doubt["why"]) = (1, "no answer")
        try sandbox.write([
            Event.request("shop/dev", image: "A", ["deployment": ids["deployment"] ?? .null]),
            Event.action("intended", "shop/dev", intent), Event.action("attempted", "shop/dev", attempt),
            Event.action("doubted", "shop/dev", doubt),
        ])
        #expect(try sandbox.run("status", "shop/dev").output.contains("v1 deploy in doubt"))
    }

    @Test func `has no targets once it was removed`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record(Event.release("shop/dev", "A") + [Event.line("stage.removed", "stage/shop/dev")])
        #expect(try sandbox.run("targets", "shop/dev").status == 3)
        let targets = try sandbox.json("query", "SELECT * FROM rollback_targets").array
        #expect(targets?.isEmpty == true)
    }
}

@Suite(.startsPrograms)
struct `A secret value` {
    @Test func `stands in no file and no answer, plain or in Base64`() throws {
        let sandbox = try Story.sandbox
        let commands = [
            "show shop/prod", "show shop-prod:1", "diff shop/prod@v1 shop/prod@v2", "blame shop/prod", "events -n 0",
            "export",
            "show 0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "actions", "trace shop/prod", "revisions", "doctor", "history",
            "query 'SELECT * FROM containers'", "query 'SELECT * FROM events'", "query 'SELECT * FROM actions'",
        ]
        var texts: [(String, [UInt8])] = []
        for command in commands {
            for format in command == "export" ? [""] : ["", "-o json", "-o csv"] {
                let answer = try sandbox.shell("$SL \(command) \(format)")
                texts.append((command, answer.bytes + Array(answer.error.utf8)))
            }
        }
        texts += try sandbox.allBytes().map { ($0.key, $0.value) }
        // Of the three ways that Base64 may cut a text, the parts that do not depend on what is before and after.
        let base64 = (0..<3).map {
            Array(Data(Story.canary.utf8.dropFirst($0 == 0 ? 0 : 3 - $0)).base64EncodedString().utf8.dropLast(4))
        }
        for (name, bytes) in texts {
            for needle in [Array("canary-4711".utf8)] + base64 {
                #expect(!bytes.contains(needle), "\(name)")
            }
        }
        #expect(texts.contains { String(decoding: $0.1, as: UTF8.self).contains("••••") })
    }
}
