/// An AWS call that a deployment can be made of, by what it does.
package enum DeploymentOperation: String, CaseIterable, Sendable {
    /// Puts the stage's name as a tag on the image that is to run.
    case putImage
    /// Makes the revision that is to run.
    case registerTaskDefinition
    /// Tells the service what to run, how often, or to begin anew.
    case updateService
    /// Sets between how many tasks a service is scaled.
    case registerScalableTarget
    /// Sets how many instances a group has.
    case updateAutoScalingGroup
    /// Ends what the service was told, while it is under way; never planned, but asked for.
    case stopServiceDeployment
    /// Gives the function another image.
    case updateFunctionCode
    /// Makes a version of what the function is then.
    case publishVersion
    /// Lets the stage's alias name a version.
    case updateAlias
    /// Says on the function which image it was given, for those who look at AWS only.
    case tagFunction
}

extension DeploymentOperation {
    /// As `action.intended` names it.
    package var service: String {
        switch self {
        case .putImage: "ecr"
        case .registerTaskDefinition, .updateService, .stopServiceDeployment: "ecs"
        case .registerScalableTarget: "application-autoscaling"
        case .updateAutoScalingGroup: "autoscaling"
        case .updateFunctionCode, .publishVersion, .updateAlias, .tagFunction: "lambda"
        }
    }

    /// AWS's name of the call.
    package var operation: String {
        switch self {
        case .putImage: "PutImage"
        case .registerTaskDefinition: "RegisterTaskDefinition"
        case .updateService: "UpdateService"
        case .registerScalableTarget: "RegisterScalableTarget"
        case .updateAutoScalingGroup: "UpdateAutoScalingGroup"
        case .stopServiceDeployment: "StopServiceDeployment"
        case .updateFunctionCode: "UpdateFunctionCode"
        case .publishVersion: "PublishVersion"
        case .updateAlias: "UpdateAlias"
        case .tagFunction: "TagResource"
        }
    }

    /// None takes a token: a new revision or version is made anew each time, and is found by its tag or description.
    package var actionClass: ActionClass {
        switch self {
        case .registerTaskDefinition, .publishVersion: .probeable
        case .putImage, .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment,
            .updateFunctionCode, .updateAlias, .tagFunction:
            .convergent
        }
    }

    /// Whether a deployment may not be left without more ado once this has landed.
    ///
    /// Of several in one plan the last: a function's new code runs nowhere while an alias names the version before.
    package var changesWhatRuns: Bool {
        switch self {
        case .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment,
            .updateFunctionCode, .updateAlias:
            true
        case .putImage, .registerTaskDefinition, .publishVersion, .tagFunction: false
        }
    }

    /// Whether what it begins goes on for a while at AWS, and can be ended there.
    package var isStoppable: Bool {
        switch self {
        case .updateService: true
        case .putImage, .registerTaskDefinition, .registerScalableTarget, .updateAutoScalingGroup,
            .stopServiceDeployment, .updateFunctionCode, .publishVersion, .updateAlias, .tagFunction:
            false
        }
    }

    /// Whether a deployment goes on without it when AWS refuses it: what runs is the same.
    package var isOptional: Bool {
        switch self {
        case .tagFunction: true
        case .putImage, .registerTaskDefinition, .updateService, .registerScalableTarget, .updateAutoScalingGroup,
            .stopServiceDeployment, .updateFunctionCode, .publishVersion, .updateAlias:
            false
        }
    }

    package init?(service: String, operation: String) {
        guard let found = Self.allCases.first(where: { $0.service == service && $0.operation == operation }) else {
            return nil
        }
        self = found
    }
}
