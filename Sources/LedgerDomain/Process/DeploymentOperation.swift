/// An AWS call that a deployment can be made of, by what it does.
package enum DeploymentOperation: String, CaseIterable, Sendable {
    /// Makes the revision that is to run.
    case registerTaskDefinition
    /// Tells the service what to run.
    case updateService
}

extension DeploymentOperation {
    /// As `action.intended` names it.
    package var service: String {
        switch self {
        case .registerTaskDefinition, .updateService: "ecs"
        }
    }

    /// AWS's name of the call.
    package var operation: String {
        switch self {
        case .registerTaskDefinition: "RegisterTaskDefinition"
        case .updateService: "UpdateService"
        }
    }

    /// Neither takes a token: a new revision is made anew each time, and is found by its tag.
    package var actionClass: ActionClass {
        switch self {
        case .registerTaskDefinition: .probeable
        case .updateService: .convergent
        }
    }

    package init?(service: String, operation: String) {
        guard let found = Self.allCases.first(where: { $0.service == service && $0.operation == operation }) else {
            return nil
        }
        self = found
    }
}
