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
}

extension DeploymentOperation {
    /// As `action.intended` names it.
    package var service: String {
        switch self {
        case .putImage: "ecr"
        case .registerTaskDefinition, .updateService, .stopServiceDeployment: "ecs"
        case .registerScalableTarget: "application-autoscaling"
        case .updateAutoScalingGroup: "autoscaling"
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
        }
    }

    /// None takes a token: a new revision is made anew each time, and is found by its tag.
    package var actionClass: ActionClass {
        switch self {
        case .registerTaskDefinition: .probeable
        case .putImage, .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment:
            .convergent
        }
    }

    /// Whether a deployment may not be left without more ado once this has landed.
    package var changesWhatRuns: Bool {
        switch self {
        case .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment: true
        case .putImage, .registerTaskDefinition: false
        }
    }

    /// Whether what it begins goes on for a while at AWS, and can be ended there.
    package var isStoppable: Bool {
        switch self {
        case .updateService: true
        case .putImage, .registerTaskDefinition, .registerScalableTarget, .updateAutoScalingGroup,
            .stopServiceDeployment:
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
