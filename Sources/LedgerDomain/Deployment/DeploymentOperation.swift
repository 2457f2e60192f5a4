package import LedgerValues

/// An AWS call that a deployment can be made of.
///
/// The raw value stands in `changes.plan` of a request.
package enum DeploymentOperation: String, CaseIterable, Sendable {
    /// Puts the stage's name as a tag on the image that runs; or, first in a plan, the image into the stage's repository.
    case putImage
    /// Creates the revision that is to run.
    case registerTaskDefinition
    /// Tells the service which revision to run, how many tasks to have, or to restart them.
    case updateService
    /// Sets the bounds between which the tasks of a service are scaled.
    case registerScalableTarget
    /// Sets the number of instances of a group.
    case updateAutoScalingGroup
    /// Stops the update of a service while it is running. Never part of a plan: a cancellation asks for it.
    case stopServiceDeployment
    /// Gives the function another image.
    case updateFunctionCode
    /// Publishes what the function is then as a version.
    case publishVersion
    /// Points the stage's alias to a version.
    case updateAlias
    /// Notes on the function which image it was given, for people who look at AWS only.
    case tagFunction
}

extension DeploymentOperation {
    /// All that the domain knows about an operation: its row in the table.
    ///
    /// How it is sent and looked for is its entry in `AWSCloud`.
    package struct Traits: Sendable {
        /// As `action.intended` names it.
        package let service: String
        /// AWS's name of the call.
        package let operation: String
        package let actionClass: ActionClass
        /// Whether a deployment can no longer be simply dropped once this has landed.
        ///
        /// The last one of a plan decides: a function's new code runs nowhere while an alias points to the version before.
        package let changesWhatRuns: Bool
        /// Whether it starts something at AWS that takes a while and can be stopped there.
        package let isStoppable: Bool
        /// Whether a deployment goes on without it if AWS refuses it: what runs is the same.
        package let isOptional: Bool
        /// Whether a look can tell that it was carried out also after somebody has set back what it has changed.
        package let leavesTrace: Bool
        /// A member of the result that later calls need, and what stands for it in a dry run.
        private let promised: (member: String, text: String)?

        fileprivate init(
            _ service: String,
            _ operation: String,
            _ actionClass: ActionClass,
            changesWhatRuns: Bool = false,
            isStoppable: Bool = false,
            isOptional: Bool = false,
            leavesTrace: Bool = true,
            promising promised: (member: String, text: String)? = nil
        ) {
            (self.service, self.operation, self.actionClass) = (service, operation, actionClass)
            (self.changesWhatRuns, self.isStoppable, self.isOptional) = (changesWhatRuns, isStoppable, isOptional)
            (self.leavesTrace, self.promised) = (leavesTrace, promised)
        }

        /// What stands for the result in a dry run.
        package var promise: JSONObject { promised.map { [$0.member: .string($0.text)] } ?? [:] }
    }

    /// The table of operations.
    ///
    /// None takes a token. A new revision or version is made by each call that is carried out; it is found by its tag or
    /// its description. All other operations do the same when they are sent twice.
    package var traits: Traits {
        switch self {
        case .putImage: Traits("ecr", "PutImage", .convergent, leavesTrace: false)
        case .registerTaskDefinition:
            Traits(
                "ecs",
                "RegisterTaskDefinition",
                .probeable,
                promising: ("arn", "(the revision that is registered)")
            )
        case .updateService:
            Traits("ecs", "UpdateService", .convergent, changesWhatRuns: true, isStoppable: true)
        case .registerScalableTarget:
            Traits(
                "application-autoscaling",
                "RegisterScalableTarget",
                .convergent,
                changesWhatRuns: true,
                leavesTrace: false
            )
        case .updateAutoScalingGroup:
            Traits("autoscaling", "UpdateAutoScalingGroup", .convergent, changesWhatRuns: true, leavesTrace: false)
        case .stopServiceDeployment: Traits("ecs", "StopServiceDeployment", .convergent, changesWhatRuns: true)
        case .updateFunctionCode: Traits("lambda", "UpdateFunctionCode", .convergent, changesWhatRuns: true)
        case .publishVersion:
            Traits("lambda", "PublishVersion", .probeable, promising: ("revision", "(the version that is published)"))
        case .updateAlias: Traits("lambda", "UpdateAlias", .convergent, changesWhatRuns: true)
        case .tagFunction: Traits("lambda", "TagResource", .convergent, isOptional: true)
        }
    }

    package init?(service: String, operation: String) {
        let found = Self.allCases.first { $0.traits.service == service && $0.traits.operation == operation }
        guard let found else { return nil }
        self = found
    }
}

extension DeploymentOperation {
    package var service: String { traits.service }
    package var operation: String { traits.operation }
    package var actionClass: ActionClass { traits.actionClass }
    package var changesWhatRuns: Bool { traits.changesWhatRuns }
    package var isStoppable: Bool { traits.isStoppable }
    package var isOptional: Bool { traits.isOptional }
    package var leavesTrace: Bool { traits.leavesTrace }
    package var promise: JSONObject { traits.promise }
}
