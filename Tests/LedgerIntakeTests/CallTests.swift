import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `A call that CloudTrail recorded` {
    private static let stream = "call/123456789012/us-east-1/ecs.amazonaws.com"
    private let restart = CallRecord.call("UpdateService")

    private func call(_ record: JSONValue) throws -> ObservedCall {
        var harness = try Harness()
        let report = try harness.take(text: CallRecord.file([record]))
        #expect(report.taken == 1, "\(report)")
        let last = try #require(try harness.records().last)
        guard case .call(.observed(let call))? = last.event else { throw Missing() }
        return call
    }

    private struct Missing: Error {}

    @Test func `is recorded with who made it, when and from where`() throws {
        var harness = try Harness()
        try harness.take(text: CallRecord.file([restart]))
        let record = try #require(try harness.records(of: Self.stream).last)
        #expect(record.type == "call.observed.v1")
        #expect(record.source == "aws.cloudtrail/123456789012/us-east-1")
        #expect(record.actor == "arn:aws:sts::123456789012:assumed-role/operator/mia")
        #expect(record.time == "2026-11-03T14:21:07Z")
        let expected: JSONObject = [
            "service": "ecs", "operation": "UpdateService", "principal": "operator/mia", "principalKind": "role",
            "at": "2026-11-03T14:21:07.000000Z", "address": "203.0.113.7",
            "agent": "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1",
            "event": restart["eventID"] ?? .null, "requestId": restart["requestID"] ?? .null,
            "request": ["cluster": "main", "service": "shop-prod", "forceNewDeployment": true],
        ]
        #expect(record.data == expected)
    }

    @Test func `is one event however and how often it comes`() throws {
        let event = CallRecord.delivered(restart)
        let ways =
            `Reading events`.wrapped(event) + `Reading events`.wrapped(restart)
            + [CallRecord.file([restart, restart]), CallRecord.delivered(restart, again: 1).text]
            + [
                JSONValue(
                    dictionaryLiteral: ("Events", [["EventId": "e", "CloudTrailEvent": .string(restart.text)]])
                ).text
            ]
        var first: Record?
        for way in ways {
            var harness = try Harness()
            #expect(try harness.take(text: way).taken == 1, "\(way)")
            let record = try #require(try harness.records(of: Self.stream).first)
            first = first ?? record
            #expect(record == first, "\(way)")
            var other = harness.another()
            let again = try other.take(ways.flatMap { Harness.read(Array($0.utf8)) })
            #expect(again.taken == 0 && again.repeated > ways.count, "\(again)")
            #expect(try harness.records(of: Self.stream).count == 1)
        }
    }

    @Test func `is kept as it was told first`() throws {
        var harness = try Harness()
        try harness.take([CallRecord.delivered(restart)])
        let report = try harness.take([restart.setting("sourceIPAddress", to: "198.51.100.1")])
        #expect(report.repeated == 1 && report.defects.isEmpty)
        #expect(try harness.records(of: Self.stream).map { $0.data["address"] } == ["203.0.113.7"])
    }

    @Test func `is kept once when somebody else takes it in at the same time`() throws {
        var harness = try Harness()
        let secret = CallRecord.call("RegisterTaskDefinition", Self.definition(value: "hunter2-hunter2"))
        let rival = harness.another()
        harness.log.beforeAppends {
            var rival = rival
            _ = try? rival.take(Harness.read(Array(secret.text.utf8)))
        }
        let report = try harness.take([secret])
        #expect(report.repeated == 1 && report.defects.isEmpty, "\(report)")
        #expect(try harness.records(of: Self.stream).count == 1)
    }

    @Test func `is passed over where it changes nothing that stages run`() throws {
        var harness = try Harness()
        let others = [
            CallRecord.call("DescribeServices", ["readOnly": true]), CallRecord.call("RunTask"),
            CallRecord.call("PutObject", of: "s3"), CallRecord.call("UpdateService", of: "mesh"),
            CallRecord.call("UpdateService", [:], ["eventType": "AwsCloudTrailInsight"]),
            CallRecord.call("PutImage", of: "ecr", [:], ["eventType": "AwsServiceEvent"]),
        ]
        let report = try harness.take(text: CallRecord.file(others + [restart]))
        #expect(report.ignored == others.count && report.taken == 1 && report.defects.isEmpty, "\(report)")
        #expect(try harness.records().count == 2)
    }

    @Test(arguments: [
        ("ecs", "ecs", "RegisterTaskDefinition"), ("ecs", "ecs", "CreateService"), ("ecs", "ecs", "DeleteService"),
        ("ecs", "ecs", "DeregisterTaskDefinition"), ("ecs", "ecs", "StopTask"), ("ecs", "ecs", "ExecuteCommand"),
        ("lambda", "lambda", "UpdateFunctionCode20150331v2"), ("lambda", "lambda", "UpdateAlias20150331"),
        ("lambda", "lambda", "PublishVersion20150331"), ("ecr", "ecr", "PutImage"), ("ecr", "ecr", "BatchDeleteImage"),
        ("ecr", "ecr", "PutLifecyclePolicy"), ("codepipeline", "codepipeline", "StartPipelineExecution"),
        ("codepipeline", "codepipeline", "PutApprovalResult"), ("cloudformation", "cloudformation", "CreateStack"),
        ("cloudformation", "cloudformation", "UpdateStack"), ("cloudformation", "cloudformation", "ExecuteChangeSet"),
        ("application-autoscaling", "application-autoscaling", "RegisterScalableTarget"),
        ("autoscaling", "application-autoscaling", "RegisterScalableTarget"),
        ("autoscaling", "autoscaling", "UpdateAutoScalingGroup"),
    ])
    func `has the name of its operation without a date`(source: String, service: String, name: String) throws {
        let call = try call(CallRecord.call(name, of: source))
        #expect(call.service == service)
        #expect(call.operation == String(name.prefix { !$0.isNumber }))
    }

    @Test func `is recorded with its error when it was refused`() throws {
        let refused = CallRecord.call(
            "UpdateService",
            ["cluster": "main", "service": "shop-prod", "taskDefinition": "shop:9"],
            answer: CallRecord.answer("ecs-svc/9", createdAt: nil),
            ["errorCode": "ClientException", "errorMessage": "TaskDefinition is inactive"]
        )
        let call = try call(refused)
        #expect(call.refusal == CallRefusal(code: "ClientException", message: "TaskDefinition is inactive"))
        #expect(call.awsDeployment == nil, "what was refused began nothing")
    }

    @Test func `may be of a time to come`() throws {
        let call = try call(CallRecord.call("UpdateService", at: "2031-01-01T00:00:00Z"))
        #expect(call.at == "2031-01-01T00:00:00Z")
    }

    static func definition(value: JSONValue) -> JSONValue {
        [
            "family": "shop",
            "containerDefinitions": [
                [
                    "name": "api", "image": "shop/api:1", "command": ["serve", "--password=hunter2-hunter2"],
                    "environment": [["name": "TOKEN", "value": value], ["name": "MODE", "value": "hunter2-hunter2"]],
                ]
            ],
        ]
    }
}
