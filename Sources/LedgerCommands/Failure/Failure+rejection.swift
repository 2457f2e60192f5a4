import LedgerDomain
import LedgerValues

extension Failure {
    init(_ rejection: Rejection) {
        self.init(rejection.status, rejection.code, rejection.what, hint: rejection.hint)
    }
}

extension Rejection {
    fileprivate var status: ExitStatus {
        switch kind {
        case .notFound: .notFound
        case .refused: .refused
        case .conflict: .conflict
        case .invalid: .usage
        }
    }

    /// A public name; it outlives the case's.
    fileprivate var code: String {
        switch self {
        case .invalidName: "invalidName"
        case .stackUnknown: "stackUnknown"
        case .stackExists: "stackExists"
        case .stackHasStages: "stackHasStages"
        case .stageUnknown: "stageUnknown"
        case .stageExists: "stageExists"
        case .stageLocked: "stageLocked"
        case .stageNotLocked: "stageNotLocked"
        case .deploymentUnknown: "deploymentUnknown"
        case .deploymentExists: "deploymentExists"
        case .noOpenDeployment: "noOpenDeployment"
        case .versionUnknown: "versionUnknown"
        case .deploymentOpen: "deploymentOpen"
        case .deploymentEnded: "deploymentEnded"
        case .deploymentStarted: "deploymentStarted"
        case .versionNotNext: "versionNotNext"
        case .versionDiffers: "versionDiffers"
        case .approvalMissing: "approvalMissing"
        case .approvalNotAsked: "approvalNotAsked"
        case .writtenByProgram: "writtenByProgram"
        case .carriedOutHere: "carriedOutHere"
        case .actionUnknown: "actionUnknown"
        case .actionExists: "actionExists"
        case .actionEnded: "actionEnded"
        case .revisionExists: "revisionExists"
        case .memberNotAllowed: "memberNotAllowed"
        case .invalidMember: "invalidMember"
        }
    }

    fileprivate var what: String {
        switch self {
        case .invalidName(let name, let error): "'\(name)' is not a name: \(error)"
        case .stackUnknown(let stack): "no stack '\(stack.rawValue)'"
        case .stackExists(let stack): "the stack '\(stack.rawValue)' already exists"
        case .stackHasStages(let stack, let stages):
            "'\(stack.rawValue)' has stages: \(stages.map(\.rawValue).joined(separator: ", "))"
        case .stageUnknown(let id): "no stage '\(id)'"
        case .stageExists(let id): "the stage '\(id)' already exists"
        case .stageLocked(let id, let reason, let expires):
            "\(id) is locked\(expires.map { " until \($0)" } ?? ""): \(reason)"
        case .stageNotLocked(let id): "\(id) is not locked"
        case .deploymentUnknown(let id, let deployment): "no deployment \(deployment) of \(id)"
        case .deploymentExists(let id, let deployment): "\(id) already has the deployment \(deployment)"
        case .noOpenDeployment(let id): "no deployment of \(id) is open"
        case .versionUnknown(let id, let version): "\(id) has no v\(version)"
        case .deploymentOpen(let id, let version): "\(id)@v\(version) has not ended"
        case .deploymentEnded(let id, let version, let outcome): "\(id)@v\(version) has ended: \(outcome.rawValue)"
        case .deploymentStarted(let id, let version): "\(id)@v\(version) has started"
        case .versionNotNext(let id, let expected, let found): "v\(found) of \(id): v\(expected) comes next"
        case .versionDiffers(let id, let expected, let found): "that deployment of \(id) is v\(expected), not v\(found)"
        case .approvalMissing(let id, let version): "\(id)@v\(version) waits for approval"
        case .approvalNotAsked(let id, let version): "\(id)@v\(version) does not wait for approval"
        case .writtenByProgram(let what): "only stackledger itself writes \(what)"
        case .carriedOutHere(let id, let version):
            "stackledger itself carries out \(id)@v\(version) and records its outcome"
        case .actionUnknown(let id): "no action \(id)"
        case .actionExists(let id): "action \(id) already exists"
        case .actionEnded(let id): "action \(id) has ended"
        case .revisionExists(let revision): "\(revision) is already recorded with another definition"
        case .memberNotAllowed(let member): "'\(member)' cannot be changed"
        case .invalidMember(let member, let wanted): "'\(member)' must be \(wanted)"
        }
    }

    fileprivate var hint: ShellText {
        switch self {
        case .stackUnknown: "stackledger stacks lists them"
        case .stackHasStages: "remove them first, with stackledger stage remove"
        case .stageUnknown: "stackledger stages lists them"
        case .stageLocked(let id, _, _): "stackledger stage unlock \(id)"
        case .deploymentOpen(let id, _):
            "stackledger wait \(id), or cancel it; approve or reject it if it waits for approval"
        case .versionNotNext: "leave the version out: it is assigned"
        case .approvalMissing: "record its deployment.approved first"
        case .revisionExists: "a revision never changes"
        case .invalidName: "write letters, digits, '.', '_' and '-', beginning with a letter or a digit"
        case .stackExists(let stack): "stackledger status \(stack.rawValue)"
        case .stageExists(let id), .stageNotLocked(let id): "stackledger status \(id)"
        case .deploymentUnknown(let id, _), .deploymentExists(let id, _), .noOpenDeployment(let id),
            .versionUnknown(let id, _):
            "stackledger history \(id)"
        case .deploymentEnded(let id, let version, _), .deploymentStarted(let id, let version),
            .versionDiffers(let id, let version, _), .approvalNotAsked(let id, let version):
            "stackledger show \(id)@v\(version)"
        case .writtenByProgram: "leave it out; stackledger deploy, promote, rollback, scale and restart call AWS"
        case .carriedOutHere(let id, _): "stackledger wait \(id), stackledger recover \(id) or stackledger cancel \(id)"
        case .actionUnknown, .actionExists, .actionEnded: "stackledger actions lists them"
        case .memberNotAllowed, .invalidMember: "see 'stackledger record --help' for the form of an event"
        }
    }
}
