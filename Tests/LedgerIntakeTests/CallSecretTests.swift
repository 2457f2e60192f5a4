import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

@testable import LedgerIntake
import LedgerValues

struct `The parameters of a call` {
    private static let secret = "hunter2-hunter2"

    private static let secretive: [JSONValue] = [
        CallRecord.call("RegisterTaskDefinition", `A call that CloudTrail recorded`.definition(value: .string(secret))),
        CallRecord.call(
            "UpdateFunctionCode20150331v2",
            of: "lambda",
            ["functionName": "thumbs", "environment": ["variables": ["TOKEN": .string(secret)]]],
            answer: ["functionArn": "arn:x", "environment": ["variables": ["API_ID": .string(secret)]]]
        ),
        CallRecord.call(
            "CreateStack",
            of: "cloudformation",
            [
                "stackName": "shop", "templateBody": .string("{\"Password\": \"\(secret)\"}"),
                "parameters": [["parameterKey": "Password", "parameterValue": .string(secret)]],
            ]
        ),
        CallRecord.call(
            "StartPipelineExecution",
            of: "codepipeline",
            ["name": "shop-main", "variables": [["name": "TOKEN", "value": .string(secret)]]]
        ),
        CallRecord.call(
            "ExecuteCommand",
            ["cluster": "main", "task": "0af1", "command": .string("psql --password=\(secret)")],
            answer: ["session": ["sessionId": "s-1", "tokenValue": .string(secret), "streamUrl": .string(secret)]]
        ),
        CallRecord.call(
            "UpdateService",
            answer: .null,
            ["errorCode": "AccessDenied", "errorMessage": .string("denied for https://mia:\(secret)@example.com")]
        ),
    ]

    @Test(arguments: secretive)
    func `never have a secret in the log`(record: JSONValue) throws {
        for text in [CallRecord.file([record]), CallRecord.delivered(record).text] {
            var harness = try Harness()
            #expect(try harness.take(text: text).taken == 1)
            for record in try harness.log.records(after: 0, limit: .max) {
                #expect(!String(decoding: record.bytes, as: UTF8.self).contains(Self.secret))
            }
        }
    }

    @Test func `keep what AWS hides as hidden`() throws {
        var harness = try Harness()
        let hidden = `A call that CloudTrail recorded`.definition(value: "HIDDEN_DUE_TO_SECURITY_REASONS")
        let variables: JSONValue = ["functionName": "thumbs", "environment": ["variables": "***"]]
        try harness.take([
            CallRecord.call("RegisterTaskDefinition", hidden),
            CallRecord.call("UpdateFunctionCode20150331v2", of: "lambda", variables),
        ])
        let calls = try harness.records().filter { $0.type == "call.observed.v1" }.map(\.data)
        let environment = calls[0]["request"]?["containerDefinitions"]?.array?.first?["environment"]?.array
        #expect(environment?.first == ["name": "TOKEN", "value": .null])
        #expect(environment?.last?["value"]?["sealed"] != nil)
        #expect(calls[0]["hidden"] == ["containerDefinitions[0].environment[0].value"])
        #expect(calls[1]["request"]?["environment"] == ["variables": .null])
        #expect(calls[1]["hidden"] == ["environment.variables"])
    }

    @Test func `have of the answer only what names something`() throws {
        var harness = try Harness()
        try harness.take([CallRecord.begin("ecs-svc/1", at: "2026-11-03T14:21:07Z")])
        let call = try #require(try harness.records().last).data
        #expect(
            call["response"] == [
                "service": [
                    "clusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/main", "serviceName": "shop-prod",
                    "deployments": [["id": "ecs-svc/1"], ["id": "ecs-svc/0"]],
                ]
            ]
        )
    }
}

struct `A call to a service` {
    private func begun(_ request: JSONValue, createdAt: String?, _ operation: String = "UpdateService") throws
        -> String?
    {
        var harness = try Harness()
        let answer = CallRecord.answer("ecs-svc/7", createdAt: createdAt)
        try harness.take([CallRecord.call(operation, request, answer: answer)])
        return try harness.records().last?.data["awsDeployment"]?.string
    }

    @Test(arguments: [
        "2026-11-03T14:21:07Z", "2026-11-03T14:21:06.9Z", "Nov 3, 2026 2:21:07 PM", "Nov 3, 2026, 2:21:07\u{202F}PM",
        "1793715667", "1793715667.25",
    ])
    func `began the deployment that was created then`(time: String) throws {
        #expect(try begun(["cluster": "main", "service": "shop-prod"], createdAt: time) == "ecs-svc/7")
    }

    @Test(arguments: ["2026-11-03T12:00:00Z", "Nov 3, 2026 2:21:07 AM", "1793715000"])
    func `did not begin one that was there before`(time: String) throws {
        let request: JSONValue = ["service": "shop-prod", "forceNewDeployment": true]
        #expect(try begun(request, createdAt: time) == nil)
    }

    @Test(
        arguments: [
            (["service": "shop-prod", "desiredCount": 0], false), (["service": "shop-prod"], false),
            (["service": "shop-prod", "forceNewDeployment": false], false),
            (["service": "shop-prod", "forceNewDeployment": true], true),
            (["service": "shop-prod", "taskDefinition": "shop:9", "desiredCount": 2], true),
            (["service": "shop-prod", "networkConfiguration": ["a": "b"]], true),
        ] as [(JSONValue, Bool)]
    )
    func `began one by its parameters where no time is told`(request: JSONValue, begins: Bool) throws {
        #expect(try begun(request, createdAt: nil) == (begins ? "ecs-svc/7" : nil))
    }
}
