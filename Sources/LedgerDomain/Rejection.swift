package import LedgerValues

/// Why the domain refuses a proposal: a mistake of the caller, or bad timing.
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
    /// The proposal is about the open deployment, but no deployment is open.
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

    /// Only the program itself may write this: a type of event, or a member.
    case writtenByProgram(String)
    /// The program carries the deployment out, and writes what becomes of it.
    case carriedOutHere(StageID, version: Int)

    case actionUnknown(ActionID)
    case actionExists(ActionID)
    case actionEnded(ActionID)

    case revisionExists(String)
    /// A member that this event does not have, or must not change.
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
        case .deploymentEnded, .deploymentStarted, .actionEnded, .writtenByProgram, .carriedOutHere: .refused
        case .stackExists, .stageExists, .deploymentExists, .actionExists, .revisionExists: .conflict
        case .deploymentOpen, .versionNotNext, .versionDiffers: .conflict
        case .invalidName, .memberNotAllowed, .invalidMember: .invalid
        }
    }
}
