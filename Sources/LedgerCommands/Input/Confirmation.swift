import Glibc
import LedgerDomain
import LedgerOperations
import LedgerValues

/// Asks a person before something is done.
enum Confirmation {
    /// Whether there is somebody to ask.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && Terminal.errorIsTerminal }

    /// Whether 'yes' is typed.
    static func isGiven(to question: String) -> Bool {
        StandardError.write("\(question) Type 'yes': ")
        return readLine() == "yes"
    }

    /// `undone` is what has not happened then.
    static func ask(_ question: String, undone: String) throws(Failure) {
        guard !isGiven(to: question) else { return }
        throw Failure(CommandError.notConfirmed(undone: undone))
    }
}

extension Confirmation {
    /// Asks a person before an act, if there is one and they have not agreed already.
    static func question(unless yes: Bool) -> @Sendable (ActQuestion) throws(OperationError) -> Void {
        let asks = !yes && isPossible
        return { question throws(OperationError) in
            guard asks, !isGiven(to: question.text.escapingControls) else { return }
            throw .refused(.notConfirmed)
        }
    }
}

extension ActQuestion {
    var text: String {
        switch self {
        case .deployment(let stage, let request): request.question(on: stage)
        case .cancellation(let stage, let version): "Cancel \(stage)@v\(version)?"
        case .approval(let stage): "Approve the waiting deployment of \(stage)?"
        case .adoption(let stage, let version): "Make these calls for \(stage)@v\(version)?"
        }
    }
}

extension DeploymentRequest {
    fileprivate func question(on stage: StageID) -> String {
        let running = changes.running.map { ", which runs \(ShortImage.text($0))" } ?? ""
        let further = goesOnward ? ", and then to the stages that follow" : ""
        let what = image.map(ShortImage.text) ?? revision ?? "the earlier revision"
        return switch kind {
        case .rollback: "Roll back \(stage)\(running), with \(what)?"
        case .scale: "Scale \(stage) to \(scaleText ?? "")?"
        case .restart: "Restart \(stage)\(running)?"
        case .promote: "Promote to \(stage)\(running), with \(what)\(further)?"
        case .deploy, .configure, .observed: "Deploy to \(stage)\(running), with \(what)?"
        }
    }
}
