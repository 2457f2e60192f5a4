import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

@Suite(.startsPrograms)
struct `Calls that others made` {
    private static func call(
        _ operation: String,
        _ request: JSONObject,
        at time: String,
        by identity: JSONObject = [
            "type": "AssumedRole", "arn": "arn:aws:sts::123456789012:assumed-role/operator/mia",
        ],
        from address: String = "203.0.113.7",
        answer: JSONValue = .null,
        _ more: JSONObject = [:]
    ) -> JSONValue {
        let record: JSONObject = [
            "eventVersion": "1.11", "userIdentity": .object(identity), "eventTime": .string(time),
            "eventSource": "ecs.amazonaws.com", "eventName": .string(operation), "awsRegion": "eu-west-1",
            "sourceIPAddress": .string(address), "userAgent": "aws-cli/2.31.0 md/awscrt#0.27.6",
            "requestParameters": .object(request), "responseElements": answer, "eventType": "AwsApiCall",
            "eventID": .string("\(operation) \(time)"), "requestID": .string("r \(time)"),
            "recipientAccountId": "123456789012",
        ]
        return .object(record.merging(more))
    }

    private static let service: JSONObject = ["cluster": "main", "service": "shop-dev"]

    private static let restart = call(
        "UpdateService",
        service.merging(["forceNewDeployment": true]),
        at: "2026-11-03T14:21:07Z",
        answer: ["service": ["deployments": [["id": "ecs-svc/1", "status": "PRIMARY"]]]]
    )
    private static let zero = call(
        "UpdateService",
        service.merging(["desiredCount": 0]),
        at: "2026-11-03T15:00:00Z",
        by: ["type": "Root", "arn": "arn:aws:iam::123456789012:root"],
        from: "198.51.100.9"
    )
    private static let refused = call(
        "StopTask",
        ["cluster": "main", "task": "0af1"],
        at: "2026-11-03T15:10:00Z",
        ["errorCode": "AccessDenied", "errorMessage": "not authorized"]
    )

    private static func file(_ records: [JSONValue]) -> [UInt8] {
        Array(CanonicalJSON.text(["Records": .array(records)]).utf8)
    }

    private func shop() throws -> Sandbox {
        let sandbox = try Sandbox.withShop()
        let input = Self.file([Self.restart, Self.zero, Self.refused])
        #expect(try sandbox.run(["ingest", "-", "--strict"], input: input).status == 0)
        return sandbox
    }

    @Test func `tell who restarted a stage, and from where`() throws {
        let sandbox = try shop()
        let span = ["--since", "2026-11-03T14:20Z", "--until", "2026-11-03T14:22Z"]
        let answer = try sandbox.run(["calls", "shop/dev", "-o", "json"] + span)
        let row = try #require(try JSONReader.value(answer.bytes).array?.first)
        #expect(row["principal"] == "operator/mia" && row["address"] == "203.0.113.7")
        #expect(row["stages"] == "shop/dev" && row["request"]?["forceNewDeployment"] == true)
        #expect(try sandbox.run(["calls", "shop/prod"]).output == "No calls.\n")
    }

    @Test func `tell who set the desired count to zero`() throws {
        let sandbox = try shop()
        let found = try sandbox.json(
            "query",
            """
            SELECT c.at, c.principal, c.address FROM calls AS c JOIN call_stages AS s ON s.call = c.call
            WHERE s.stage = 'dev' AND json_extract(c.request, '$.desiredCount') = 0
            """
        )
        let expected: JSONValue = ["at": "2026-11-03T15:00:00.000000Z", "principal": "root", "address": "198.51.100.9"]
        #expect(found == [expected])
    }

    @Test func `are listed in every format, the newest first`() throws {
        let sandbox = try shop()
        let table = try sandbox.succeed("calls").output
        let lines = table.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[1].contains("AccessDenied: not authorized") && lines[1].contains("aws-cli/2.31.0"))
        #expect(lines[2].contains("UpdateService desiredCount=0") && lines[2].contains("root (root of 123456789012)"))
        #expect(lines[3].contains("shop/dev") && lines[3].contains("operator/mia"))
        for format in ["json", "jsonl", "csv"] {
            let output = try sandbox.succeed("calls", "-n", "1", "-o", format).output
            #expect(output.contains("StopTask") && !output.contains("UpdateService"), "\(format)")
        }
        #expect(try sandbox.column("operation", of: "calls", "--by", "MIA") == ["StopTask", "UpdateService"])
        #expect(
            try sandbox.column("principal", of: "calls", "--operation", "updateservice") == ["root", "operator/mia"]
        )
        #expect(try sandbox.run("calls", "shop/nowhere").status == 3)
    }

    @Test func `name who began a deployment that was only seen`() throws {
        let sandbox = try shop()
        let seen = CanonicalJSON.text([
            "version": "0", "id": "00000000-0000-4000-8000-000000001001", "source": "aws.ecs",
            "detail-type": "ECS Deployment State Change", "account": "123456789012", "region": "eu-west-1",
            "time": "2026-11-03T14:21:09Z", "resources": ["arn:aws:ecs:eu-west-1:123456789012:service/main/shop-dev"],
            "detail": [
                "eventName": "SERVICE_DEPLOYMENT_IN_PROGRESS", "deploymentId": "ecs-svc/1",
                "updatedAt": "2026-11-03T14:21:09Z",
            ],
        ])
        #expect(try sandbox.run(["ingest", "-"], input: Array(seen.utf8)).status == 0)
        #expect(try sandbox.column("reason", of: "history", "shop/dev") == ["UpdateService by operator/mia"])
        for moment in [[], ["--at", "2026-11-03T14:30Z"], ["--at", "#8"]] {
            let shown = try sandbox.run(["show", "shop/dev@v1", "-o", "json"] + moment)
            let requester = try JSONReader.value(shown.bytes)["requestedBy"]
            #expect(requester == "arn:aws:sts::123456789012:assumed-role/operator/mia", "\(moment)")
        }
        // The views are still what acts and audits make of the log.
        #expect(try sandbox.run("mark", "shop/dev@v1", "bad", "-m", "too slow").status == 0)
        #expect(try sandbox.run("verify", "--full").status == 0)
    }

    @Test func `are read from the files below a directory`() throws {
        let sandbox = try Sandbox.withShop()
        let folder = "\(sandbox.path)/AWSLogs/2026/11/03"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(Self.file([Self.restart])).write(to: URL(fileURLWithPath: "\(folder)/a.json"))
        try Data(Self.file([Self.zero, Self.restart])).write(to: URL(fileURLWithPath: "\(folder)/b.json"))
        let zip = try sandbox.shell("gzip \(folder)/b.json && $SL ingest AWSLogs --strict --json")
        let report = try #require(try JSONReader.value(zip.bytes).array?.first)
        #expect(report["taken"] == 2 && report["repeated"] == 1 && report["ignored"] == 0, "\(zip)")
    }

    @Test(.enabled(if: Thoroughness.isFull))
    func `are read from a file of any size in little memory`() throws {
        let sandbox = try Sandbox.withShop()
        let padding = Self.service.merging(["services": .string(String(repeating: "x", count: 2_000))])
        let other = Self.call("DescribeServices", padding, at: "2026-11-03T14:00:00Z")
        let text = CanonicalJSON.text(other)
        try Data(Self.file([Self.restart]).dropLast(2)).write(to: URL(fileURLWithPath: "\(sandbox.path)/big.json"))
        let count = (200 << 20) / (text.utf8.count + 1)
        try Data(",\(text)".utf8).write(to: URL(fileURLWithPath: "\(sandbox.path)/one"))
        let answer = try sandbox.shell(
            """
            yes "$(cat one)" | head -n \(count) | tr -d '\\n' >> big.json && printf ']}' >> big.json
            $SL ingest big.json --json > report & pid=$!
            while peak=$(grep VmHWM /proc/$pid/status 2>/dev/null); do last=$peak; sleep 0.1; done
            wait $pid && echo "$last" | tr -dc '0-9'
            """
        )
        let peak = try #require(Int(answer.output), "\(answer)")
        #expect(peak < 150_000, "\(peak) KB")
        #expect(try sandbox.column("operation", of: "calls") == ["UpdateService"])
    }
}
