/// An AWS call that a deployment can be made of, by what it does.
package enum DeploymentOperation: String, CaseIterable, Sendable {
    /// Ends an open deployment of the service before another begins.
    case stopServiceDeployment
    /// Points the stage's tag at the image.
    case putImage
    case registerTaskDefinition
    case updateService
    case updateFunctionCode
    case publishVersion
    case updateAlias
    /// Notes on a function which image it runs.
    case tagFunction
    /// Bounds of a service's number of tasks.
    case registerScalableTarget
    /// Bounds and number of a cluster's instances.
    case updateAutoScalingGroup
}

extension DeploymentOperation {
    /// As `action.intended` names it.
    package var service: String {
        switch self {
        case .stopServiceDeployment, .registerTaskDefinition, .updateService: "ecs"
        case .putImage: "ecr"
        case .updateFunctionCode, .publishVersion, .updateAlias, .tagFunction: "lambda"
        case .registerScalableTarget: "application-autoscaling"
        case .updateAutoScalingGroup: "autoscaling"
        }
    }

    /// AWS's name of the call.
    package var operation: String {
        switch self {
        case .stopServiceDeployment: "StopServiceDeployment"
        case .putImage: "PutImage"
        case .registerTaskDefinition: "RegisterTaskDefinition"
        case .updateService: "UpdateService"
        case .updateFunctionCode: "UpdateFunctionCode"
        case .publishVersion: "PublishVersion"
        case .updateAlias: "UpdateAlias"
        case .tagFunction: "TagResource"
        case .registerScalableTarget: "RegisterScalableTarget"
        case .updateAutoScalingGroup: "UpdateAutoScalingGroup"
        }
    }

    /// None of them takes a token: only a new revision is made anew each time, and is found by its tag.
    package var actionClass: ActionClass {
        switch self {
        case .registerTaskDefinition: .probeable
        case .stopServiceDeployment, .putImage, .updateService, .updateFunctionCode, .publishVersion, .updateAlias,
            .tagFunction, .registerScalableTarget, .updateAutoScalingGroup:
            .convergent
        }
    }

    package init?(service: String, operation: String) {
        guard let found = Self.allCases.first(where: { $0.service == service && $0.operation == operation }) else {
            return nil
        }
        self = found
    }
}
