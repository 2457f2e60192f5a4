import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms)
struct `Ingesting` {
    private static func deployment(
        _ number: Int,
        _ status: String,
        service: String = "shop-dev",
        reason: String = "r",
        at second: Int
    ) -> String {
        let detail: JSONObject = [
            "eventType": "INFO", "eventName": .string("SERVICE_DEPLOYMENT_\(status)"),
            "deploymentId": .string("ecs-svc/\(number)"),
            "updatedAt": .string("2026-11-03T10:00:0\(second)Z"), "reason": .string(reason),
        ]
        return CanonicalJSON.text([
            "version": "0", "id": .string("00000000-0000-4000-8000-00000000\(1000 + number * 10 + second)"),
            "detail-type": "ECS Deployment State Change", "source": "aws.ecs", "account": "123456789012",
            "time": .string("2026-11-03T10:00:0\(second)Z"), "region": "eu-west-1",
            "resources": [.string("arn:aws:ecs:eu-west-1:123456789012:service/main/\(service)")],
            "detail": .object(detail),
        ])
    }

    /// A task of a deployment, created in this second.
    private static func task(of number: Int, at second: Int) -> String {
        let digest = "sha256:" + String(repeating: "\(number)", count: 64)
        let repository = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
        let time = JSONValue.string("2026-11-03T10:00:0\(second)Z")
        let container: JSONValue = [
            "name": "api", "image": .string("\(repository):\(number)"), "imageDigest": .string(digest),
        ]
        return CanonicalJSON.text([
            "version": "0", "id": .string("00000000-0000-4000-8000-00000000\(5000 + number * 10 + second)"),
            "detail-type": "ECS Task State Change", "source": "aws.ecs", "account": "123456789012",
            "time": time, "region": "eu-west-1", "resources": [],
            "detail": [
                "clusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/main", "group": "service:shop-dev",
                "startedBy": .string("ecs-svc/\(number)"), "createdAt": time, "lastStatus": "RUNNING",
                "taskDefinitionArn": .string("arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:\(number)"),
                "containers": [container], "version": 2,
            ],
        ])
    }

    @Test func `goes on after two deployments were open at once, with one row a stage`() throws {
        let sandbox = try Sandbox.withShop()
        let open = [Self.deployment(1, "IN_PROGRESS", at: 1), Self.task(of: 2, at: 4)]
        #expect(try sandbox.run(["ingest", "-"], input: input(open)).status == 0)
        for list in ["stages", "status"] {
            #expect(try sandbox.column("stage", of: list, "shop").filter { $0 == "dev" }.count == 1, "\(list)")
        }
        #expect(try sandbox.column("outcome", of: "history", "shop/dev") == [.null, "superseded"])
        let ends = [Self.deployment(1, "COMPLETED", at: 3), Self.deployment(2, "COMPLETED", at: 6)]
        #expect(try sandbox.run(["ingest", "-"], input: input(ends)).status == 0)
        #expect(try sandbox.column("outcome", of: "history", "shop/dev") == ["succeeded", "succeeded"])
        #expect(try sandbox.json("ingest", "--unmatched").array?.isEmpty == true)
    }

    @Test func `joins AWS's rollback to the deployment that it ends, in any order`() throws {
        let back = "ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/1."
        for way in [1, 3] {
            let events = [
                Self.task(of: 1, at: 1), Self.deployment(1, "COMPLETED", at: 2),
                Self.deployment(2, "IN_PROGRESS", at: 3), Self.deployment(2, "FAILED", at: 5),
                Self.deployment(way, "IN_PROGRESS", reason: back, at: 6),
                Self.deployment(way, "COMPLETED", at: 8),
            ]
            for order in [events, events.reversed()] {
                let sandbox = try Sandbox.withShop()
                #expect(try sandbox.run(["ingest", "-"], input: input(order)).status == 0)
                let query = """
                    SELECT version, aws_deployment, outcome, rolled_back_to, ended_at FROM deployments
                    WHERE superseded_by IS NULL
                    """
                let rows = try sandbox.json("query", query).array
                let old = rows?.first { $0["awsDeployment"] == "ecs-svc/1" }
                let new = rows?.first { $0["awsDeployment"] == "ecs-svc/2" }
                #expect(rows?.count == 2 && old?["outcome"] == "succeeded")
                #expect(old?["endedAt"] == "2026-11-03T10:00:02.000000Z")
                #expect(new?["outcome"] == "rolledBack" && new?["rolledBackTo"] == old?["version"])
                let status = try sandbox.json("status", "shop/dev").array?.first
                #expect(status?["runningVersion"] == old?["version"] && status?["openVersion"] == .null)
                #expect(status?["runningImage"]?.string?.hasSuffix(String(repeating: "1", count: 64)) == true)
                try sandbox.record([Event.request("shop/dev", image: "one")])
            }
        }
    }

    @Test func `leaves the deployment that was begun here to be waited for`() throws {
        let sandbox = try Sandbox.withShop()
        let failure = Event.deployment("failed", "shop/dev", ["code": "E", "message": "m"])
        try sandbox.record(
            Array(Event.release("shop/dev", "one").dropLast()) + [failure],
            "--time",
            "2026-11-03T09:00:00Z"
        )
        #expect(try sandbox.run(["ingest", "-"], input: input([Self.deployment(1, "IN_PROGRESS", at: 1)])).status == 0)
        let begun = try sandbox.run("wait", "shop/dev")
        #expect(begun.status == 6 && begun.error.contains("shop/dev@v1 failed"), "\(begun)")
        let seen = try sandbox.run("wait", "shop/dev@v2", "--timeout", "1s")
        #expect(seen.status == 8 && seen.error.contains("shop/dev@v2"), "\(seen)")
        #expect(try sandbox.run(["ingest", "-"], input: input([Self.deployment(1, "COMPLETED", at: 2)])).status == 0)
        #expect(try sandbox.succeed("wait", "shop/dev@v2").output.contains("shop/dev@v2"))
        try sandbox.refuse(["wait", "shop/dev@v9"], with: 3)
        try sandbox.refuse(["wait", "shop/dev@new"], with: 64)
    }

    private func input(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) }

    private let story = [
        deployment(1, "COMPLETED", at: 2), deployment(1, "IN_PROGRESS", at: 1), deployment(1, "COMPLETED", at: 2),
        deployment(2, "IN_PROGRESS", at: 4), deployment(2, "FAILED", at: 5),
    ]

    @Test func `takes events that come twice and out of order once and in order`() throws {
        let sandbox = try Sandbox.withShop()
        for _ in 1...2 { #expect(try sandbox.run(["ingest", "-"], input: input(story)).status == 0) }
        #expect(try sandbox.column("outcome", of: "history", "shop/dev") == ["failed", "succeeded"])
        #expect(try sandbox.column("kind", of: "history", "shop/dev") == ["observed", "observed"])
        let size = try sandbox.checkedSize()
        let wrapped = "[\(story.joined(separator: ","))]"
        #expect(try sandbox.run(["ingest", "-"], input: Array(wrapped.utf8)).status == 0)
        #expect(try sandbox.checkedSize() == size)
    }

    @Test func `passes over one bad line among a thousand, and tells it`() throws {
        let good = (1...999).map { Self.deployment($0 + 100, "IN_PROGRESS", service: "elsewhere", at: 1) }
        let lines = good[..<500] + ["{\"half\":"] + good[500...]
        let sandbox = try Sandbox.withShop()
        let answer = try sandbox.run(["ingest", "-"], input: input(Array(lines)))
        #expect(answer.status == 0)
        #expect(answer.error.contains("line 501") && answer.errorLines.count == 1, "\(answer.error)")
        let size = try sandbox.checkedSize()
        #expect(size == 4 + 999)
        let strict = try sandbox.run(["ingest", "-", "--strict"], input: input(Array(lines)))
        #expect(strict.status == 64)
        #expect(try sandbox.checkedSize() == size)
    }

    @Test func `keeps what has no stage until it is claimed`() throws {
        let sandbox = try Sandbox.withShop()
        let early = story.map { $0.replacing("shop-dev", with: "shop-qa") }
        #expect(try sandbox.run(["ingest", "-"], input: input(early)).status == 0)
        #expect(try sandbox.json("ingest", "--unmatched").array?.count == 4)
        try sandbox.refuse(["ingest", "--claim", "shop/qa"], with: 3)
        try sandbox.record([Event.stage("shop/qa")])
        try sandbox.succeed("ingest", "--claim", "shop/qa", "--actor", "ana")
        #expect(try sandbox.json("ingest", "--unmatched").array?.isEmpty == true)
        #expect(try sandbox.column("outcome", of: "history", "shop/qa") == ["failed", "succeeded"])
        _ = try sandbox.checkedSize()
    }

    @Test func `names the cause of a failure in history and show`() throws {
        let sandbox = try Sandbox.withShop()
        let stopped: JSONObject = [
            "clusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/main", "group": "service:shop-dev",
            "startedBy": "ecs-svc/2", "lastStatus": "STOPPED", "createdAt": "2026-11-03T10:00:04Z",
            "taskArn": "arn:aws:ecs:eu-west-1:123456789012:task/main/0af1", "stopCode": "TaskFailedToStart",
            "stoppedReason": "CannotPullContainerError: shop:17.0: not found",
            "taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/shop-dev:7",
            "containers": [["name": "app", "image": "shop:17.0", "lastStatus": "STOPPED"]],
        ]
        let task = CanonicalJSON.text([
            "version": "0", "id": "00000000-0000-4000-8000-000000009999", "detail-type": "ECS Task State Change",
            "source": "aws.ecs", "account": "123456789012", "time": "2026-11-03T10:00:05Z", "region": "eu-west-1",
            "resources": [], "detail": .object(stopped),
        ])
        #expect(try sandbox.run(["ingest", "-"], input: input(story + [task])).status == 0)
        for words in [["history", "shop/dev"], ["show", "shop/dev@v2"]] {
            let shown = try sandbox.run(words).output
            #expect(shown.contains("task 0af1: CannotPullContainerError: shop:17.0: not found"), "\(shown)")
        }
    }

    @Test(arguments: [
        "<html><body>502 Bad Gateway</body></html>\n", "{}", "null", "\u{1F}\u{8}", "PAR1 and more",
        "{\"detail-type\":\"x\",\"detail\":{}}\nnothing\n",
    ])
    func `refuses input of which nothing can be read`(text: String) throws {
        let sandbox = try Sandbox.withShop()
        for options in [[], ["-o", "json"], ["--strict"]] {
            let answer = try sandbox.run(["ingest", "-"] + options, input: Array(text.utf8))
            #expect(answer.status == 64 && answer.output.isEmpty, "\(answer)")
            #expect(answer.errorLines.count == 1 && answer.error.contains("hint"), "\(answer.error)")
        }
        #expect(try sandbox.checkedSize() == 4)
    }

    @Test func `finds nothing in empty input and in empty wrappers`() throws {
        let sandbox = try Sandbox.withShop()
        for text in ["", "\n", "[]", "{\"Messages\":[]}", "{\"events\":[],\"searchedLogStreams\":[]}"] {
            let answer = try sandbox.run(["ingest", "-", "--strict"], input: Array(text.utf8))
            #expect(answer.status == 0 && answer.errorLines.isEmpty, "\(answer)")
        }
    }

    @Test func `imports the other files where one cannot be read`() throws {
        let sandbox = try Sandbox.withShop()
        let (good, bad) = ("\(sandbox.path)/good.jsonl", "\(sandbox.path)/bad.jsonl")
        try Data(input(story)).write(to: URL(fileURLWithPath: good))
        try Data([0xFF, 0xFE] + "{}".utf8.flatMap { [$0, 0] }).write(to: URL(fileURLWithPath: bad))
        let answer = try sandbox.run(["ingest", bad, good])
        #expect(answer.status == 64 && answer.errorLines.count == 1, "\(answer)")
        #expect(answer.error.contains("bad.jsonl") && answer.error.contains("iconv"), "\(answer.error)")
        #expect(try sandbox.column("outcome", of: "history", "shop/dev") == ["failed", "succeeded"])
    }

    @Test func `crashes on nothing that is no event`() throws {
        let sandbox = try Sandbox.withShop()
        let inputs: [[UInt8]] = [
            [], [0xFF, 0xFE], Array("null".utf8), Array("[]".utf8), Array("[1,".utf8), Array("{}".utf8), [0],
            Array("]".utf8),
            [0xEF, 0xBB, 0xBF] + Array(story[0].utf8), Array(String(repeating: "[", count: 100_000).utf8),
            Array("{\"detail-type\":5}\r\n\"x\"".utf8),
        ]
        for input in inputs {
            let answer = try sandbox.run(["ingest", "-", "--strict"], input: input)
            #expect([0, 64].contains(answer.status), "\(answer)")
        }
        _ = try sandbox.checkedSize()
    }
}
