import LedgerDomain

@testable import LedgerAWS
import LedgerValues

/// A call, and the same call for botocore: one row for each operation.
struct ExampleCall: Sendable {
    let operation: AWSOperation
    let request: HTTPRequest
    /// The parameters for botocore.
    let parameters: JSONValue
    /// Parses a response body; throws if it does not fit.
    let read: @Sendable ([UInt8]) throws -> Void

    init<Call: AWSCall>(_ call: Call, _ parameters: JSONValue) {
        operation = Call.operation
        request = call.request(to: Endpoint(.https, "example.com"))
        self.parameters = parameters
        read = { _ = try Call.answer($0) }
    }

    /// A call of the JSON protocols, whose members are botocore's parameters.
    init<Call: JSONCall>(_ call: Call) {
        self.init(call, .object(call.members))
    }
}

extension ExampleCall {
    private static let repository = ECRRepository("shop", account: "123456789012")
    private static let role = RoleRequest(
        roleARN: "arn:aws:iam::123456789012:role/é+x",
        sessionName: "a=b",
        externalID: "x y&z",
        durationSeconds: 900
    )
    private static let definition: JSONObject = [
        "family": "shop", "networkMode": "awsvpc", "cpu": "256", "memory": "512",
        "containerDefinitions": [
            [
                "name": "web", "image": "i@sha256:1", "essential": true, "portMappings": [["containerPort": 80]],
                "environment": [["name": "GREETING", "value": "é \"ሴ\" \u{7F} / 😀"]],
            ]
        ],
    ]

    static let all = containers + images + functions + capacity + pipelines + reads + identities

    private static let containers = [
        ExampleCall(DescribeServices(cluster: "prod", services: ["web", "api"])),
        ExampleCall(DescribeTaskDefinition("shop:7")),
        ExampleCall(RegisterTaskDefinition(definition, tags: [AWSTag("stackledger:action", "1")])),
        ExampleCall(
            UpdateService(
                cluster: "prod",
                service: "web",
                taskDefinition: "shop:7",
                desiredCount: 0,
                forcesNewDeployment: true
            )
        ),
        ExampleCall(ListServiceDeployments(cluster: "prod", service: "web", token: "t")),
        ExampleCall(DescribeServiceDeployments(["a", "b"])), ExampleCall(DescribeServiceRevisions(["a", "b"])),
        ExampleCall(StopServiceDeployment("a", .rollback)),
        ExampleCall(ListTasks(cluster: "prod", service: "web", status: .stopped, token: "t")),
        ExampleCall(DescribeTasks(cluster: "prod", tasks: ["a"])),
        ExampleCall(ListTaskDefinitions(family: "shop", status: .deleting, token: "t")),
        ExampleCall(DescribeClusters(["prod"])),
    ]

    private static let images = [
        ExampleCall(DescribeImages(repository, images: [.digest("sha256:1"), .tag("dev")], token: "t")),
        ExampleCall(BatchGetImage(repository, images: [.tag("dev")])),
        ExampleCall(PutImage(repository, manifest: "{\n \"a\": \"é\"}\n", mediaType: "m", tag: "t", digest: "d")),
        ExampleCall(ListImages(repository, token: "t")),
    ]

    private static let functions = [
        ExampleCall(
            GetFunction("arn:aws:lambda:eu-west-1:1:function:f", qualifier: "$LATEST"),
            ["FunctionName": "arn:aws:lambda:eu-west-1:1:function:f", "Qualifier": "$LATEST"]
        ),
        ExampleCall(GetFunctionConfiguration("f", qualifier: "7"), ["FunctionName": "f", "Qualifier": "7"]),
        ExampleCall(
            UpdateFunctionCode("f", imageURI: "i@sha256:1", revisionID: "r"),
            ["FunctionName": "f", "ImageUri": "i@sha256:1", "RevisionId": "r"]
        ),
        ExampleCall(
            PublishVersion("f", codeSHA256: "c=", revisionID: "r", description: "d é"),
            ["FunctionName": "f", "CodeSha256": "c=", "RevisionId": "r", "Description": "d é"]
        ),
        ExampleCall(GetAlias("f", alias: "live"), ["FunctionName": "f", "Name": "live"]),
        ExampleCall(
            UpdateAlias("f", alias: "live", version: "7", revisionID: "r"),
            [
                "FunctionName": "f", "Name": "live", "FunctionVersion": "7", "RevisionId": "r",
                "RoutingConfig": ["AdditionalVersionWeights": [:]],
            ]
        ),
        ExampleCall(ListVersionsByFunction("f", token: "a b/="), ["FunctionName": "f", "Marker": "a b/="]),
        ExampleCall(
            ListTags("arn:aws:lambda:eu-west-1:1:function:ሴ"),
            ["Resource": "arn:aws:lambda:eu-west-1:1:function:ሴ"]
        ),
        ExampleCall(
            TagResource("arn:aws:lambda:eu-west-1:1:function:f", tags: ["a": "b", "é": ""]),
            ["Resource": "arn:aws:lambda:eu-west-1:1:function:f", "Tags": ["a": "b", "é": ""]]
        ),
    ]

    private static let capacity = [
        ExampleCall(DescribeScalableTargets(["service/prod/web"], token: "t")),
        ExampleCall(RegisterScalableTarget("service/prod/web", minimum: 1, maximum: 5)),
        ExampleCall(
            DescribeAutoScalingGroups(["a b", "é"], token: "t"),
            ["AutoScalingGroupNames": ["a b", "é"], "NextToken": "t"]
        ),
        ExampleCall(
            UpdateAutoScalingGroup("g", minimum: 1, maximum: 5, desired: 2),
            ["AutoScalingGroupName": "g", "MinSize": 1, "MaxSize": 5, "DesiredCapacity": 2]
        ),
    ]

    private static let pipelines = [
        ExampleCall(GetPipelineState("p")), ExampleCall(GetPipelineExecution("p", execution: "e")),
        ExampleCall(ListPipelineExecutions("p", token: "t")),
        ExampleCall(StartPipelineExecution("p", token: "0198c0de-0000-7000-8000-000000000000")),
        ExampleCall(PutApprovalResult("p", stage: "s", action: "a", .approved, summary: "ok é", token: "t")),
    ]

    private static let reads = [
        ExampleCall(GetParameters(["/a", "b"])), ExampleCall(DescribeSecret("s")),
        ExampleCall(GetRole("r+x"), ["RoleName": "r+x"]),
        ExampleCall(GetLogEvents(group: "g", stream: "s", token: "t")),
        ExampleCall(FilterLogEvents(group: "g", pattern: "\"5xx\"", streamPrefix: "w", from: .now, token: "t")),
        ExampleCall(DescribeLogGroups(prefix: "/ecs", token: "t")),
        ExampleCall(GetResources(tag: AWSTag("stack", "shop"), types: ["ecs:service"], token: "t")),
    ]

    private static let identities = [
        ExampleCall(GetCallerIdentity(), [:]),
        ExampleCall(
            AssumeRole(role),
            ["RoleArn": .string(role.roleARN), "RoleSessionName": "a=b", "ExternalId": "x y&z", "DurationSeconds": 900]
        ),
        ExampleCall(
            AssumeRoleWithWebIdentity(role, token: "a.b+c"),
            [
                "RoleArn": .string(role.roleARN), "RoleSessionName": "a=b", "WebIdentityToken": "a.b+c",
                "DurationSeconds": 900,
            ]
        ),
    ]
}
