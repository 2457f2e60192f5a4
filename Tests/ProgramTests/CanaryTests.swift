import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `A secret` {
    private static func revision(_ number: Int, _ place: String) -> String {
        Event.revision("shop-dev", number, Canary.request(place))
    }

    /// What only the program writes.
    private static let calls = [
        Event.request("shop/staging", image: "one"),
        Event.action(
            "intended",
            "shop/staging",
            [
                "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "service": "ecs", "operation": "RunTask",
                "class": "tokened", "request": .object(Canary.request("request")),
            ]
        ),
        Event.action(
            "attempted",
            "shop/staging",
            ["action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "attempt": 1, "epoch": 1, "worker": "w"]
        ),
        Event.action(
            "doubted",
            "shop/staging",
            [
                "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "attempt": 1,
                "why": .string("AWS failed: DB_PASSWORD=\(Canary.value("why"))"),
            ]
        ),
        Event.action(
            "reconciled",
            "shop/staging",
            [
                "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "verdict": "inconclusive",
                "evidence": [
                    "why": .string("token=\(Canary.value("evidence"))"),
                    "errors": [.string("{\"env\":{\"A\":\"\(Canary.value("evidence-json"))\"}}")],
                ],
            ]
        ),
        Event.action(
            "succeeded",
            "shop/staging",
            [
                "action": "0193a2b4-6d01-7a2b-9c3d-4e5f60718293", "attempt": 1, "requestId": "r",
                "result": ["taskDefinition": .object(Canary.request("result"))],
            ]
        ),
    ]

    /// Good events that carry one wherever an event can.
    private static let events = [
        revision(1, "r1"), revision(2, "r2"),
        Event.line(
            "stage.changed",
            "stage/shop/dev",
            ["settings": ["db-password": Canary.json("setting"), "env": ["A": Canary.json("setting-env")]]]
        ),
        Event.request(
            "shop/dev",
            image: "one",
            ["revision": "shop-dev:2", "changes": ["environment": ["A": Canary.json("change")]]]
        ),
        Event.deployment("started", "shop/dev", ["revision": "shop-dev:2", "extra": .object(Canary.request("extra"))]),
        Event.deployment(
            "failed",
            "shop/dev",
            ["code": "E", "message": .string("no postgres://shop:\(Canary.value("message"))@db")]
        ),
        Event.line(
            "drift.detected",
            "stage/shop/dev",
            ["expected": .object(Canary.request("expected")), "observed": .object(Canary.request("observed"))]
        ),
    ]

    /// Events of a service that nobody knows, with copies of requests in them: bare, and in each kind of wrapper.
    private static let envelopes: [String] = {
        func event(_ place: String) -> JSONValue {
            var detail = Canary.request(place)
            (detail["eventName"], detail["deploymentId"]) = ("SERVICE_DEPLOYMENT_FAILED", .string("ecs-svc/\(place)"))
            detail["requestParameters"] = .object(Canary.request("\(place)-trail"))
            detail["responseElements"] = ["taskDefinition": .object(Canary.request("\(place)-answer"))]
            return [
                "version": "0", "id": .string("event-\(place)"), "detail-type": "ECS Deployment State Change",
                "source": "aws.ecs", "account": "123456789012", "time": "2026-11-03T10:00:01Z", "region": "eu-west-1",
                "resources": ["arn:aws:ecs:eu-west-1:123456789012:service/main/unknown"], "detail": .object(detail),
            ]
        }
        func text(_ value: JSONValue) -> JSONValue { .string(CanonicalJSON.text(value)) }
        let trail: JSONValue = [
            "version": "0", "id": "trail", "detail-type": "AWS API Call via CloudTrail", "source": "aws.ecs",
            "account": "123456789012", "time": "2026-11-03T10:00:01Z", "region": "eu-west-1", "resources": [],
            "detail": ["eventName": "RegisterTaskDefinition", "requestParameters": .object(Canary.request("trail"))],
        ]
        let wrapped: [JSONValue] = [
            event("bare"), [event("array"), event("array-2")],
            [
                "Type": "Notification", "MessageId": "m", "TopicArn": "arn:aws:sns:eu-west-1:123456789012:t",
                "Message": text(event("sns")),
            ],
            ["Records": [["messageId": "m", "eventSource": "aws:sqs", "body": text(event("sqs"))]]],
            ["Messages": [["MessageId": "m", "Body": text(event("queue"))]]],
            ["Records": [["EventSource": "aws:sns", "Sns": ["Message": text(event("lambda"))]]]], trail,
        ]
        return wrapped.map(CanonicalJSON.text)
    }()

    /// Lines that `record` and `ingest` refuse, each for another reason.
    private static let badLines: [String] = {
        let good = revision(9, "bad")
        let large = Secret.revision(9, ["A": Canary.value("large"), "B": String(repeating: "x", count: 300_000)])
        let deep = String(repeating: "[", count: 70) + "\"\(Canary.value("deep"))\"" + String(repeating: "]", count: 70)
        return [
            String(good.dropLast(5)), good + "}", good.replacingOccurrences(of: "revision.registered", with: "nope"),
            good.replacingOccurrences(of: "\"type\"", with: "\"typo\""), "{\"environment\":\(deep)}", large,
            good.replacingOccurrences(of: "\"family\":\"shop-dev\"", with: "\"family\":5"),
            good.replacingOccurrences(of: "shop-dev:9", with: "shop dev"),
            Event.line("stage.changed", "stage/shop/dev", ["account": 5, "settings": ["token": Canary.json("bad")]]),
            "{\"env\":\"\(Canary.value("number"))\",\"x\":1.5}", "\"\(Canary.value("text"))\"", Canary.value("word"),
            "{\"env\":{\"A\":\"\(Canary.value("twice"))\"},\"env\":{}}",
        ]
    }()

    private static let queries = [
        "status", "stages", "stages shop", "history", "revisions", "actions", "events -n 0", "builds", "calls",
        "trace shop/dev",
        "show shop-dev:1", "show shop/dev@v1", "show '#5'", "show '#9'", "show 0193a2b4-6d01-7a2b-9c3d-4e5f60718293",
        "diff shop-dev:1 shop-dev:2", "blame shop/dev", "drift", "targets shop/dev", "ingest --unmatched", "doctor",
        "query 'SELECT * FROM events'", "query 'SELECT * FROM actions'", "query 'SELECT * FROM stages'",
        "query 'SELECT * FROM containers'", "query 'SELECT * FROM drifts'", "query 'SELECT * FROM deployments'",
    ]

    @Test func `stands in no file, no answer and no error, in whatever form`() throws {
        let sandbox = try Sandbox.withShop()
        var sightings = Sightings()
        let events = Array(Self.events.joined(separator: "\n").utf8)
        for arguments in [["--dry-run"], ["--dry-run", "-o", "json"], ["-o", "json", "--idempotency-key", "k"]] {
            let answer = try sandbox.run(["record", "-"] + arguments, input: events)
            #expect(answer.status == 0, "\(answer.error.prefix(300))")
            sightings.search(answer, of: "record")
        }
        try sandbox.write(Self.calls)
        for envelope in Self.envelopes {
            let answer = try sandbox.run(["ingest", "-", "-o", "json"], input: Array(envelope.utf8))
            #expect(answer.status == 0, "\(answer.error.prefix(300))")
            sightings.search(answer, of: "ingest")
        }
        for line in Self.badLines {
            for command in [
                ["record", "-"], ["record", "-", "--json"], ["ingest", "-", "--strict"], ["replay", "-"],
            ] {
                let answer = try sandbox.run(command, input: Array(line.utf8) + [0x0A])
                #expect(answer.status != 0, "\(line.prefix(300))")
                sightings.search(answer, of: "\(command)")
            }
        }
        for query in Self.queries {
            for format in ["table", "json", "csv"] {
                sightings.search(try sandbox.shell("$SL \(query) -o \(format)"), of: query)
            }
        }
        sightings.search(try sandbox.run("export"), of: "export")
        sightings.search(filesOf: sandbox, "at the end")
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
        #expect(sightings.searched > 100)
        // The search can find something: what was recorded is there, and opens.
        let shown = try sandbox.run("show", "shop-dev:1", "--reveal")
        var revealed = Sightings()
        revealed.search(shown, of: "show --reveal")
        #expect(!revealed.found.isEmpty)
        _ = try sandbox.checkedSize()
    }

    @Test func `does not come out of a replay, a wrong key or a key's command`() throws {
        let sandbox = try Sandbox.withShop()
        try sandbox.record([Self.revision(1, "key")])
        var sightings = Sightings()
        let line = try UnsealedLine.of(Canary.container("replay"))
        for format in ["table", "json"] {
            sightings.search(try sandbox.run(["replay", "-", "-o", format], input: line), of: "replay")
            for key in [Secret.key("7e"), Canary.value("key"), Secret.key("7e") + Canary.value("key")] {
                for variable in ["STACKLEDGER_SEAL_KEY", "STACKLEDGER_SEAL_KEY_COMMAND"] {
                    for command in [["show", "shop-dev:1", "--reveal"], ["doctor"], ["record", "-"]] {
                        let value = variable.hasSuffix("COMMAND") ? "echo \(key); echo \(key) >&2" : key
                        let input = Array(Self.revision(2, "other").utf8)
                        let answer = try sandbox.run(
                            command + ["-o", format],
                            input: input,
                            environment: [variable: value]
                        )
                        sightings.search(answer, of: "\(command) with \(variable)")
                    }
                }
            }
        }
        sightings.search(filesOf: sandbox, "at the end")
        #expect(sightings.found.isEmpty, "\(Set(sightings.found).sorted().prefix(20))")
    }

    @Test func `is in no file of a process that is killed`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var dice = SeededRandom(seed: seed)
        let sandbox = try Sandbox.withShop()
        var sightings = Sightings()
        let rounds = Thoroughness.rounds(5, full: 16)
        for round in 0..<rounds {
            let batch = (0..<20).map { Self.revision(round * 20 + $0 + 1, "killed-\(round)-\($0)") }
            let input = Array(batch.joined(separator: "\n").utf8)
            let process = try sandbox.start(["record", "-"], input: input)
            // The last one is left alone: there is something to find, whatever the machine had time for.
            if round < rounds - 1 {
                usleep(UInt32.random(in: 0...400_000, using: &dice))
                process.signal(SIGKILL)
            }
            _ = process.answer()
            sightings.search(filesOf: sandbox, "after round \(round)")
        }
        #expect(sightings.found.isEmpty, "seed \(seed): \(Set(sightings.found).sorted().prefix(20))")
    }
}
