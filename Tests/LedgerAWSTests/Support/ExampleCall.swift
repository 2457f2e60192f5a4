@testable import LedgerAWS
import LedgerValues

/// A call as it is made, to be compared with the one that botocore makes of the same parameters: a row for each operation.
struct ExampleCall: Sendable {
    let operation: AWSOperation
    let parameters: JSONObject
    let request: HTTPRequest
    let isRead: Bool
    /// Reads a body as this call does, and gives the token of the next page; throws if it is not an answer.
    let read: @Sendable ([UInt8]) throws -> String?

    /// A list is asked for its second page, so that its token is compared too.
    init<Answer>(_ read: AWSRead<Answer>) {
        let call = read.operation.pages == nil ? read : read.following("a b/=")
        self.init(call: call) { try call.page.answer($0).token }
    }

    init<Answer>(_ call: AWSWrite<Answer>) {
        self.init(call: call) { body in
            _ = try call.answer(body)
            return nil
        }
    }

    private init<Call: AWSCall>(call: Call, read: @escaping @Sendable ([UInt8]) throws -> String?) {
        (operation, parameters, isRead) = (call.operation, call.parameters, Call.isRead)
        request = call.request(to: Endpoint(.https, "example.com"))
        self.read = read
    }
}

extension ExampleCall {
    private static let repository = ECRRepository("shop", account: "123456789012")
    private static let function = "arn:aws:lambda:eu-west-1:1:function:ሴ"
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
        "tags": [["key": "stackledger:action", "value": "1"]],
    ]

    static let all = containers + images + functions + capacity + resources + identities

    private static let containers = [
        ExampleCall(.describeServices(["web", "api"], in: "prod")),
        ExampleCall(.describeTaskDefinition("shop:7")),
        ExampleCall(.registerTaskDefinition(definition)),
        ExampleCall(
            .updateService([
                "cluster": "prod", "service": "web", "taskDefinition": "shop:7", "desiredCount": 0,
                "forceNewDeployment": true,
            ])
        ),
        ExampleCall(.listServiceDeployments(of: "web", in: "prod")),
        ExampleCall(.describeServiceDeployments(["a", "b"])),
        ExampleCall(.describeServiceRevisions(["a", "b"])),
        ExampleCall(.stopServiceDeployment(["serviceDeploymentArn": "a", "stopType": "ROLLBACK"])),
        ExampleCall(.listTasks(of: "web", in: "prod")),
        ExampleCall(.describeTasks(["a"], in: "prod")),
        ExampleCall(.listTaskDefinitions(of: "shop")),
    ]

    private static let images = [
        ExampleCall(.describeImages([.digest("sha256:1"), .tag("dev")], in: repository)),
        ExampleCall(.batchGetImage([.tag("dev")], in: repository)),
        ExampleCall(
            .putImage([
                "repositoryName": "shop", "registryId": "123456789012", "imageManifest": "{\n \"a\": \"é\"}\n",
                "imageManifestMediaType": "m", "imageTag": "t", "imageDigest": "d",
            ])
        ),
    ]

    private static let functions = [
        ExampleCall(.getFunction(function, version: "$LATEST")),
        ExampleCall(.getFunctionConfiguration("f", version: "7")),
        ExampleCall(.updateFunctionCode(["FunctionName": "f", "ImageUri": "i@sha256:1", "RevisionId": "r"])),
        ExampleCall(
            .publishVersion(["FunctionName": "f", "CodeSha256": "c=", "RevisionId": "r", "Description": "d é"])
        ),
        ExampleCall(.getAlias("live", of: "f")),
        ExampleCall(
            .updateAlias([
                "FunctionName": "f", "Name": "live", "FunctionVersion": "7", "RevisionId": "r",
                "RoutingConfig": ["AdditionalVersionWeights": [:]],
            ])
        ),
        ExampleCall(.listVersions(of: "f")),
        ExampleCall(.listTags(of: function)),
        ExampleCall(.tagResource(["Resource": .string(function), "Tags": ["a": "b", "é": ""]])),
    ]

    private static let capacity = [
        ExampleCall(.describeScalableTargets(["service/prod/web"])),
        ExampleCall(
            .registerScalableTarget([
                "ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount",
                "ResourceId": "service/prod/web", "MinCapacity": 1, "MaxCapacity": 5,
            ])
        ),
        ExampleCall(.describeAutoScalingGroups(["a b", "é"])),
        ExampleCall(
            .updateAutoScalingGroup([
                "AutoScalingGroupName": "g", "MinSize": 1, "MaxSize": 5, "DesiredCapacity": 2,
                "NewInstancesProtectedFromScaleIn": false, "TerminationPolicies": ["a", "b"],
                "LaunchTemplate": ["LaunchTemplateName": "nodes", "Version": "1"],
            ])
        ),
    ]

    private static let resources = [
        ExampleCall(.describeRepository(ECRRepository("shop", account: "123456789012"))),
        ExampleCall(.getParameters(["/a", "b"])), ExampleCall(.describeSecret("s")), ExampleCall(.getRole("r+x")),
        ExampleCall(.describeLogGroups(prefix: "/ecs")),
    ]

    private static let identities = [
        ExampleCall(.getCallerIdentity()), ExampleCall(.assumeRole(role)),
        ExampleCall(.assumeRole(role, webIdentity: "a.b+c")),
    ]
}
