package import LedgerValues

/// Why the domain turned a proposal down; the caller's mistake or bad timing.
package enum Rejection: Error, Equatable, Sendable {
    case invalidName(String, NameError)

    case stackUnknown(StackName)
    case stackExists(StackName)
    case stackHasStages(StackName, [StageName])

    case stageUnknown(StageID)
    case stageExists(StageID)
    case stageLocked(StageID, reason: String, expires: Timestamp?)
    case stageNotLocked(StageID)

    case deploymentUnknown(StageID, DeploymentID)
    case deploymentExists(StageID, DeploymentID)
    /// The open deployment was meant, and there is none.
    case noOpenDeployment(StageID)
    case versionUnknown(StageID, Int)
    /// Another deployment of the stage has not ended.
    case deploymentOpen(StageID, version: Int)
    case deploymentEnded(StageID, version: Int, Outcome)
    case deploymentStarted(StageID, version: Int)
    case versionNotNext(StageID, expected: Int, found: Int)
    case versionDiffers(StageID, expected: Int, found: Int)
    case approvalMissing(StageID, version: Int)
    case approvalNotAsked(StageID, version: Int)

    case actionUnknown(ActionID)
    case actionExists(ActionID)
    case actionEnded(ActionID)

    case revisionExists(String)
    /// A member that this event may not change, or has not.
    case memberNotAllowed(String)
    case invalidMember(String, wanted: String)
}

extension Rejection {
    /// What the caller can do about it.
    package enum Kind: Sendable {
        case notFound, refused, conflict, invalid
    }

    package var kind: Kind {
        switch self {
        case .stackUnknown, .stageUnknown, .deploymentUnknown, .noOpenDeployment, .versionUnknown: .notFound
        case .actionUnknown: .notFound
        case .stageLocked, .stageNotLocked, .approvalMissing, .approvalNotAsked, .stackHasStages: .refused
        case .deploymentEnded, .deploymentStarted, .actionEnded: .refused
        case .stackExists, .stageExists, .deploymentExists, .actionExists, .revisionExists: .conflict
        case .deploymentOpen, .versionNotNext, .versionDiffers: .conflict
        case .invalidName, .memberNotAllowed, .invalidMember: .invalid
        }
    }
}
