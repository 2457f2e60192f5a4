import LedgerDomain
import LedgerProcessor
import LedgerValues
import LedgerTesting

/// A call as a log has it, and as it is sent: an example for each operation.
struct RecordedCall {
    let operation: DeploymentOperation
    let deployment: DeploymentContext
    /// The recorded request.
    ///
    /// Its form is part of the wire form of the log and never changes.
    let record: JSONObject
    /// The members that must be what the stage and the deployment say.
    let fixed: [String]
    /// Whether members that this version never records are sent as well; otherwise such a record is refused.
    let isOpen: Bool
    let path: String
    let body: String

    static let imageName = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@\(DeploymentScenario.digest)"
    static let revision = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:8"
    static let function = "arn:aws:lambda:us-east-1:123456789012:function:thumbs"

    private init(
        _ operation: DeploymentOperation,
        _ deployment: DeploymentContext,
        _ record: JSONObject,
        fixed: [String],
        isOpen: Bool = true,
        path: String = "/",
        body: String
    ) {
        (self.operation, self.deployment, self.record) = (operation, deployment, record)
        (self.fixed, self.isOpen, self.path, self.body) = (fixed, isOpen, path, body)
    }

    init(of operation: DeploymentOperation) {
        switch operation {
        case .putImage: self = .image
        case .registerTaskDefinition: self = .registration
        case .updateService: self = .update
        case .registerScalableTarget: self = .bounds
        case .updateAutoScalingGroup: self = .group
        case .stopServiceDeployment: self = .stop
        case .updateFunctionCode: self = .code
        case .publishVersion: self = .publication
        case .updateAlias: self = .alias
        case .tagFunction: self = .tags
        }
    }
}

extension RecordedCall {
    /// The same record in another deployment.
    func with(
        image: String? = Self.imageName,
        changes: DeploymentChanges? = nil,
        landed: [DeploymentOperation: JSONObject] = [:]
    ) -> RecordedCall {
        var request = deployment.request
        (request.image, request.changes) = (image, changes ?? request.changes)
        let context = DeploymentContext(stage: deployment.stage, request: request, landed: landed)
        return RecordedCall(operation, context, record, fixed: fixed, isOpen: isOpen, path: path, body: body)
    }
}

// MARK: - ECS

extension RecordedCall {
    private static func onECS(
        _ kind: DeploymentKind,
        _ changes: DeploymentChanges = [:],
        landed: [DeploymentOperation: JSONObject] = [:]
    ) -> DeploymentContext {
        let stage = StageAdded(
            id: "shop/dev",
            account: "123456789012",
            region: "us-east-1",
            target: .ecs(cluster: "main", service: "web", family: "shop", container: "api"),
            settings: ["autoScalingGroup": "nodes"]
        )
        let request = DeploymentRequest(kind: kind, image: kind == .scale ? nil : imageName, changes: changes)
        return DeploymentContext(stage: stage, request: request, landed: landed)
    }

    private static let image = RecordedCall(
        .putImage,
        onECS(
            .promote,
            ["source": .string("111111111111.dkr.ecr.us-east-1.amazonaws.com/dev@\(DeploymentScenario.digest)")]
        ),
        [
            "repository": "shop", "registry": "123456789012", "region": "eu-west-1", "tag": "dev",
            "digest": .string(DeploymentScenario.digest), "previous": "sha256:0",
            "source": .string("111111111111.dkr.ecr.us-east-1.amazonaws.com/dev@\(DeploymentScenario.digest)"),
        ],
        fixed: ["repository", "registry", "region", "tag", "digest", "source"],
        isOpen: false,
        body: """
            {"imageDigest":"\(DeploymentScenario.digest)","imageManifest":"{}","imageManifestMediaType":"m",\
            "imageTag":"dev","registryId":"123456789012","repositoryName":"shop"}
            """
    )

    private static let registration = RecordedCall(
        .registerTaskDefinition,
        onECS(.deploy),
        [
            "family": "shop", "containerDefinitions": [["name": "api", "image": .string(Self.imageName), "cpu": 7]],
            "tags": [["key": "stackledger:action", "value": "a"]],
        ],
        fixed: ["family"],
        body: """
            {"containerDefinitions":[{"cpu":7,"image":"\(Self.imageName)","name":"api"}],"family":"shop",\
            "tags":[{"key":"stackledger:action","value":"a"}]}
            """
    )

    private static let update = RecordedCall(
        .updateService,
        onECS(.deploy, landed: [.registerTaskDefinition: ["arn": .string(revision)]]),
        ["cluster": "main", "service": "web", "taskDefinition": .string(revision)],
        fixed: ["cluster", "service", "taskDefinition"],
        body: #"{"cluster":"main","service":"web","taskDefinition":"\#(revision)"}"#
    )

    private static let bounds = RecordedCall(
        .registerScalableTarget,
        onECS(.scale, ["scale": ["of": "tasks", "min": 1, "max": 5]]),
        ["resourceId": "service/main/web", "minCapacity": 1, "maxCapacity": 5],
        fixed: ["resourceId"],
        isOpen: false,
        body: """
            {"MaxCapacity":5,"MinCapacity":1,"ResourceId":"service/main/web",\
            "ScalableDimension":"ecs:service:DesiredCount","ServiceNamespace":"ecs"}
            """
    )

    private static let group = RecordedCall(
        .updateAutoScalingGroup,
        onECS(.scale, ["scale": ["of": "instances", "min": 1, "max": 5, "desired": 2]]),
        ["autoScalingGroupName": "nodes", "minSize": 1, "maxSize": 5, "desiredCapacity": 2],
        fixed: ["autoScalingGroupName"],
        isOpen: false,
        body: """
            Action=UpdateAutoScalingGroup&Version=2011-01-01&AutoScalingGroupName=nodes&DesiredCapacity=2\
            &MaxSize=5&MinSize=1
            """
    )

    private static let stop = RecordedCall(
        .stopServiceDeployment,
        onECS(.deploy),
        ["cluster": "main", "service": "web", "stopType": "ROLLBACK"],
        fixed: ["cluster", "service"],
        isOpen: false,
        body: #"{"serviceDeploymentArn":"deployment","stopType":"ROLLBACK"}"#
    )
}

// MARK: - Lambda

extension RecordedCall {
    private static func onLambda(landed: [DeploymentOperation: JSONObject] = [:]) -> DeploymentContext {
        let stage = StageAdded(
            id: "shop/dev",
            account: "123456789012",
            region: "us-east-1",
            target: .lambda(function: "thumbs")
        )
        let request = DeploymentRequest(kind: .deploy, image: imageName, changes: ["alias": "live"])
        return DeploymentContext(stage: stage, request: request, landed: landed)
    }

    private static let code = RecordedCall(
        .updateFunctionCode,
        onLambda(),
        ["FunctionName": "thumbs", "ImageUri": .string(Self.imageName), "RevisionId": "r"],
        fixed: ["FunctionName", "ImageUri"],
        path: "/2015-03-31/functions/thumbs/code",
        body: #"{"ImageUri":"\#(Self.imageName)","RevisionId":"r"}"#
    )

    private static let publication = RecordedCall(
        .publishVersion,
        onLambda(),
        ["FunctionName": "thumbs", "Description": "stackledger:action=a", "CodeSha256": "c", "RevisionId": "r"],
        fixed: ["FunctionName"],
        path: "/2015-03-31/functions/thumbs/versions",
        body: #"{"CodeSha256":"c","Description":"stackledger:action=a","RevisionId":"r"}"#
    )

    private static let alias = RecordedCall(
        .updateAlias,
        onLambda(landed: [.publishVersion: ["revision": "3"]]),
        ["FunctionName": "thumbs", "Name": "live", "FunctionVersion": "3", "RevisionId": "r"],
        fixed: ["FunctionName", "Name", "FunctionVersion"],
        path: "/2015-03-31/functions/thumbs/aliases/live",
        body: #"{"FunctionVersion":"3","RevisionId":"r","RoutingConfig":{"AdditionalVersionWeights":{}}}"#
    )

    private static let tags = RecordedCall(
        .tagFunction,
        onLambda(),
        ["Resource": .string(function), "Tags": ["stackledger:action": "a"]],
        fixed: ["Resource"],
        path: "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Athumbs",
        body: #"{"Tags":{"stackledger:action":"a"}}"#
    )
}
