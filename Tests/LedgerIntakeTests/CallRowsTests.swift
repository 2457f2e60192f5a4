import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing

@testable import LedgerIntake
import LedgerValues

struct `The stages of a call` {
    private static let prod = Harness.stage()
    private static let dev = Harness.stage("shop/dev", service: "shop-dev")
    private static let thumbs = StageAdded(
        id: "thumbs/prod",
        account: AWSEvent.account,
        region: AWSEvent.region,
        target: .lambda(function: "arn:aws:lambda:us-east-1:123456789012:function:thumbs"),
        settings: ["pipeline": "thumbs-main"]
    )
    private static let elsewhere = StageAdded(
        id: "far/prod",
        account: AWSEvent.account,
        region: "eu-west-1",
        target: .ecs(cluster: "main", service: "shop-prod", family: "shop", container: "api")
    )
    private static let arn = "arn:aws:ecs:us-east-1:123456789012"

    static let known: [(JSONValue, [String])] = [
        (CallRecord.call("UpdateService", ["cluster": "main", "service": "shop-prod"]), ["shop/prod service"]),
        (
            CallRecord.call("DeleteService", ["cluster": .string("\(arn):cluster/main"), "service": "shop-dev"]),
            ["shop/dev service"]
        ),
        (
            CallRecord.call("UpdateService", ["service": .string("\(arn):service/main/shop-prod")]),
            ["shop/prod service"]
        ),
        (CallRecord.call("UpdateService", ["service": "shop-prod"]), []),
        (CallRecord.call("UpdateService", ["cluster": "other", "service": "shop-prod"]), []),
        (
            CallRecord.call(
                "CreateService",
                ["cluster": "main", "serviceName": "shop-dev", "taskDefinition": "shop:1"]
            ),
            ["shop/dev service"]
        ),
        (
            CallRecord.call(
                "StopTask",
                ["cluster": "main", "task": "0af1"],
                answer: [
                    "task": ["group": "service:shop-prod", "clusterArn": .string("\(arn):cluster/main")]
                ]
            ),
            ["shop/prod service"]
        ),
        (
            CallRecord.call("StopTask", ["cluster": "main", "task": "0af2"], answer: ["task": ["group": "family:x"]]),
            []
        ),
        (CallRecord.call("ExecuteCommand", ["cluster": "main", "task": "0af1", "command": "sh"]), []),
        (CallRecord.call("RegisterTaskDefinition", ["family": "shop"]), ["shop/dev family", "shop/prod family"]),
        (
            CallRecord.call(
                "DeregisterTaskDefinition",
                ["taskDefinition": .string("\(arn):task-definition/shop:41")]
            ),
            ["shop/dev family", "shop/prod family"]
        ),
        (
            CallRecord.call("UpdateFunctionCode20150331v2", of: "lambda", ["functionName": "thumbs"]),
            ["thumbs/prod function"]
        ),
        (
            CallRecord.call(
                "UpdateAlias20150331",
                of: "lambda",
                ["functionName": "arn:aws:lambda:us-east-1:123456789012:function:thumbs:live", "name": "live"]
            ),
            ["thumbs/prod function"]
        ),
        (
            CallRecord.call(
                "RegisterScalableTarget",
                of: "application-autoscaling",
                ["resourceId": "service/main/shop-prod", "minCapacity": 0]
            ),
            ["shop/prod service"]
        ),
        (CallRecord.call("PutImage", of: "ecr", ["repositoryName": "shop/api"]), ["shop/prod repository"]),
        (CallRecord.call("PutImage", of: "ecr", ["repositoryName": "api"]), []),
        (
            CallRecord.call("PutImage", of: "ecr", ["repositoryName": "shop/api", "registryId": "210987654321"]), []
        ),
        (CallRecord.call("StartPipelineExecution", of: "codepipeline", ["name": "thumbs"]), []),
        (
            CallRecord.call("StartPipelineExecution", of: "codepipeline", ["name": "thumbs-main"]),
            ["thumbs/prod pipeline"]
        ),
    ]

    @Test func `are those that have what it names`() throws {
        var harness = try Harness(stages: [Self.prod, Self.dev, Self.thumbs, Self.elsewhere])
        try harness.take([
            AWSEvent.deployment("IN_PROGRESS", "ecs-svc/1", at: "2026-11-03T10:00:00Z"),
            AWSEvent.task(of: "ecs-svc/1", revision: 42, createdAt: "2026-11-03T10:01:00Z"),
            AWSEvent.deployment("COMPLETED", "ecs-svc/1", at: "2026-11-03T10:05:00Z"),
        ])
        #expect(try harness.take(Self.known.map(\.0)).taken == Self.known.count)
        let rows = try CallRows(of: harness)
        for (record, stages) in Self.known {
            let found = try rows.rows(
                """
                SELECT DISTINCT s.stack || '/' || s.stage || ' ' || s.found_by FROM calls AS c
                JOIN call_stages AS s ON s.call = c.call
                WHERE c.event = '\(record["eventID"]?.string ?? "")' ORDER BY 1
                """
            )
            #expect(
                found == stages.map { [.text($0)] },
                "\(record["eventName"] ?? "") \(record["requestParameters"] ?? "")"
            )
        }
        let asked = try rows.session.rows(of: .calls, ["stack": "shop", "stage": "prod", "limit": .integer(-1)])
        #expect(asked.rows.count == Self.known.filter { $0.1.contains { $0.hasPrefix("shop/prod") } }.count)
    }

    @Test func `may be added after the call was recorded`() throws {
        var harness = try Harness(stages: [])
        try harness.take([CallRecord.call("UpdateService")])
        #expect(try CallRows(of: harness).rows("SELECT * FROM call_stages").isEmpty)
        try harness.record(.added(Self.prod), id: "added")
        #expect(try CallRows(of: harness).rows("SELECT stage FROM call_stages") == [["prod"]])
    }
}

struct `A call of a deployment of the ledger` {
    private let call = CallRecord.call("UpdateService")

    private func record(_ harness: Harness, request: String, operation: String = "UpdateService") throws {
        let (id, action) = (DeploymentID(high: 1, low: 1), ActionID(high: 1, low: 2))
        let intent = ActionIntent(service: "ecs", operation: operation, actionClass: .convergent, request: [:])
        try harness.record(.deployment(id, version: 1, .requested(DeploymentRequest(kind: .restart))), id: "requested")
        try harness.record(.action(action, deployment: id, .intended(intent)), id: "intended")
        try harness.record(.action(action, deployment: id, .attempted(attempt: 1, epoch: 1, worker: "w")), id: "tried")
        let answer = ActionEvent.succeeded(attempt: 1, requestID: request, result: [:])
        try harness.record(.action(action, deployment: id, answer), id: "answered")
    }

    private func actions(_ harness: Harness) throws -> ([[Cell]], listed: Int, all: Int) {
        let rows = try CallRows(of: harness)
        let limit = ["limit": Cell.integer(-1)]
        return (
            try rows.rows("SELECT action FROM calls"), try rows.session.rows(of: .calls, limit).rows.count,
            try rows.session.rows(of: .calls, limit.merging(["all": .integer(1)]) { $1 }).rows.count
        )
    }

    @Test(arguments: [true, false])
    func `is linked to its action and not listed twice`(comesFirst: Bool) throws {
        var harness = try Harness()
        let request = call["requestID"]?.string ?? ""
        if comesFirst { try harness.take([call]) }
        try record(harness, request: request)
        if !comesFirst { try harness.take([call]) }
        let found = try actions(harness)
        #expect(found.0 == [[.text(ActionID(high: 1, low: 2).description)]])
        #expect(found.listed == 0 && found.all == 1)
    }

    @Test func `is only one of the same operation`() throws {
        var harness = try Harness()
        try harness.take([call])
        try record(harness, request: call["requestID"]?.string ?? "", operation: "RegisterTaskDefinition")
        let found = try actions(harness)
        #expect(found.0 == [[.null]] && found.listed == 1)
    }
}

extension Cell: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .text(text) }
}
