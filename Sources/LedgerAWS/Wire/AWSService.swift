/// A service of AWS, and the protocol that it speaks.
package struct AWSService: Equatable, Sendable {
    package enum Wire: Equatable, Sendable {
        /// JSON by POST; the header `X-Amz-Target` names the operation.
        case json(version: String, target: String)
        /// JSON with paths and methods.
        case rest
        /// A form by POST; the answer is XML.
        case query(version: String)
    }

    /// As AWS's models have it: `Application Auto Scaling`.
    package let id: String
    package let endpointPrefix, signingName: String
    package let wire: Wire
    /// Whether one endpoint serves all regions.
    package let isGlobal: Bool
    /// Whether its ordinary endpoints in GovCloud are FIPS endpoints.
    package let isFIPSForGovernment: Bool

    private init(
        _ id: String,
        prefix: String,
        signingName: String? = nil,
        _ wire: Wire,
        isGlobal: Bool = false,
        isFIPSForGovernment: Bool = false
    ) {
        (self.id, endpointPrefix, self.signingName) = (id, prefix, signingName ?? prefix)
        (self.wire, self.isGlobal, self.isFIPSForGovernment) = (wire, isGlobal, isFIPSForGovernment)
    }

    /// As settings name it: `application_auto_scaling`.
    var settingName: String { id.lowercased().split(separator: " ").joined(separator: "_") }
}

extension AWSService {
    package static let ecs = AWSService(
        "ECS",
        prefix: "ecs",
        .json(version: "1.1", target: "AmazonEC2ContainerServiceV20141113")
    )
    package static let ecr = AWSService(
        "ECR",
        prefix: "api.ecr",
        signingName: "ecr",
        .json(version: "1.1", target: "AmazonEC2ContainerRegistry_V20150921")
    )
    package static let lambda = AWSService("Lambda", prefix: "lambda", .rest)
    package static let applicationAutoScaling = AWSService(
        "Application Auto Scaling",
        prefix: "application-autoscaling",
        .json(version: "1.1", target: "AnyScaleFrontendService"),
        isFIPSForGovernment: true
    )
    package static let autoScaling = AWSService(
        "Auto Scaling",
        prefix: "autoscaling",
        .query(version: "2011-01-01"),
        isFIPSForGovernment: true
    )
    package static let cloudWatchLogs = AWSService(
        "CloudWatch Logs",
        prefix: "logs",
        .json(version: "1.1", target: "Logs_20140328"),
        isFIPSForGovernment: true
    )
    package static let iam = AWSService(
        "IAM",
        prefix: "iam",
        .query(version: "2010-05-08"),
        isGlobal: true,
        isFIPSForGovernment: true
    )
    package static let secretsManager = AWSService(
        "Secrets Manager",
        prefix: "secretsmanager",
        .json(version: "1.1", target: "secretsmanager")
    )
    package static let ssm = AWSService(
        "SSM",
        prefix: "ssm",
        .json(version: "1.1", target: "AmazonSSM"),
        isFIPSForGovernment: true
    )
    package static let sts = AWSService(
        "STS",
        prefix: "sts",
        .query(version: "2011-06-15"),
        isFIPSForGovernment: true
    )
}
