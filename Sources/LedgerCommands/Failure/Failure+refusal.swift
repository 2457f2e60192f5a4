import LedgerDomain
import LedgerOperations
import LedgerValues

extension Failure {
    init(_ refusal: Refusal) {
        let (code, what, hint): (String, String, ShellText) =
            switch refusal {
            case .notConfirmed: ("notConfirmed", "not confirmed, nothing was changed", "type 'yes', or use -y")
            case .approvalWouldComeTooLate(let stage):
                (
                    "approvalMissing",
                    "\(stage) asks for approval, and the open deployment would be stopped before anyone gives it",
                    "stackledger cancel \(stage) first, or stackledger wait \(stage)"
                )
            case .approvalByRequester(let stage, let version):
                (
                    "approvalByRequester", "you asked for \(stage)@v\(version), and somebody else has to approve it",
                    "stackledger stages shows the settings of \(stage)"
                )
            case .approvedAlready(let stage, let version):
                (
                    "approvedAlready",
                    "you have approved \(stage)@v\(version), and somebody else has to approve it too",
                    "stackledger show \(stage)@v\(version)"
                )
            case .alreadyRunning(let stage, .image(let image)):
                (
                    "alreadyRunning", "\(stage) already runs \(ShortImage.text(image))", "stackledger status \(stage)"
                )
            case .alreadyRunning(let stage, .version(let version)):
                ("alreadyRunning", "\(stage) already runs the content of v\(version)", "stackledger status \(stage)")
            case .noDefaultTarget(let stage, unsent: nil):
                (
                    "noTarget", "\(stage) has no default rollback target",
                    "stackledger targets \(stage) lists what you can name"
                )
            case .noDefaultTarget(let stage, unsent: let version?):
                (
                    "noTarget",
                    "\(stage) has no default rollback target: v\(version) was not carried out, and what ran before it still runs",
                    "stackledger targets \(stage) lists what you can name"
                )
            case .targetLocked(let stage, let version):
                (
                    RollbackReason.stageLocked.rawValue, "\(stage) cannot go back to v\(version): it is locked",
                    "stackledger stage unlock \(stage), or override the lock with --force -m WHY"
                )
            case .contentUnknown(let stage):
                ("contentUnknown", "the target's image is not recorded", Self.others(stage))
            case .imageMissing(let stage, let image):
                ("imageMissing", "AWS has no image \(image)", Self.others(stage))
            case .sourceImageUnknown(let stage, let version):
                (
                    "imageUnknown", "the digest of the image that \(stage)@v\(version) runs is not known",
                    "stackledger show \(stage)@v\(version)"
                )
            case .noEarlierStage(let stage):
                (
                    "noEarlierStage", "\(stage) is the first stage of \(stage.stack.rawValue)",
                    "stackledger deploy \(stage) --image REF"
                )
            case .notEarlier(let source, let target):
                (
                    "notEarlier", "\(source) does not come before \(target)",
                    "stackledger status \(target.stack.rawValue) shows the order"
                )
            case .promotion(let obstacle, let stage): obstacle.text(of: stage)
            case .otherFamily(let stage, let found, let expected):
                (
                    "otherFamily", "the file is of the family '\(found)', \(stage) has '\(expected)'",
                    "stackledger stage change \(stage) --family \(found)"
                )
            case .carriedOutElsewhere(let stage, let version):
                (
                    "deploymentOfOthers", "\(stage)@v\(version) is carried out elsewhere",
                    "if that process is gone, record its outcome: stackledger record --schema deployment.cancelled"
                )
            case .foreign(let stage, .event(let position, let type)):
                (
                    "foreignDeployment",
                    "the open deployment of \(stage) is not this ledger's own: it did not write #\(position), \(type)",
                    Self.adoption(stage)
                )
            case .foreign(let stage, .loss(let position)):
                (
                    "foreignDeployment",
                    "the open deployment of \(stage) is from before events were lost, at #\(position)",
                    Self.adoption(stage)
                )
            case .nothingToAdopt(let stage):
                (
                    "nothingToAdopt", "\(stage) has no open deployment from elsewhere",
                    "stackledger recover \(stage) resumes the ledger's own"
                )
            case .bounds(let stage, let why): ("bounds", "\(stage): \(why)", "give --min or --max too")
            case .boundsMissing(let stage):
                ("bounds", "the tasks of \(stage) have no bounds yet", "give --min and --max")
            case .functionHasNoTasks(let stage):
                ("wrongKind", "\(stage) is a Lambda function: it has no tasks", "aws lambda invoke")
            case .aliasOfService(let stage):
                ("aliasOfService", "\(stage) is an ECS service", "only a Lambda function has an alias")
            case .commandsDisabled(let stage):
                (
                    "execDisabled", "the tasks of \(stage) are not set up for commands",
                    "aws ecs update-service --enable-execute-command --force-new-deployment"
                )
            case .resultUnknown(let stage):
                (
                    "resultUnknown", "it is not known which revision the deployment registered",
                    "stackledger recover \(stage) finds it, if DescribeTaskDefinition is allowed"
                )
            case .blocked(let target): (target.code, target.text, target.hint)
            }
        self.init(.refused, code, what, hint: hint)
        if case .blocked(let target) = refusal { details = target.details }
    }

    private static func adoption(_ stage: StageID) -> ShellText {
        let end: ShellText = "stackledger cancel \(stage) ends it without a call; "
        return end + "stackledger recover \(stage) --dry-run shows its calls, and --adopt -m WHY makes them"
    }

    private static func others(_ stage: StageID) -> ShellText { "stackledger targets \(stage) shows others" }
}

extension PromotionObstacle {
    fileprivate func text(of stage: StageID) -> (String, String, ShellText) {
        let first: ShellText = "deploy to \(stage) first, or promote it all the same with --force -m WHY"
        return switch self {
        case .underWay(let version):
            (
                "sourceOpen", "\(stage)@v\(version) is under way",
                "stackledger wait \(stage), or promote it all the same with --force -m WHY"
            )
        case .failed(let version):
            ("sourceFailed", "\(stage)@v\(version) failed, and nothing has succeeded since", first)
        case .markedBad(let version): ("sourceMarkedBad", "\(stage)@v\(version) is marked bad", first)
        case .nothingRan:
            (
                "sourceEmpty", "no deployment to \(stage) has succeeded yet",
                "stackledger deploy \(stage) --image REF"
            )
        }
    }
}

extension BlockedTarget {
    fileprivate var code: String { obstacles.first?.rawValue ?? "blocked" }

    fileprivate var text: String {
        let names = obstacles.map(\.rawValue).joined(separator: ", ")
        return "\(stage) cannot go back to \(name): \(names)" + looks.map { " (\($0))" }.joined()
    }

    fileprivate var hint: ShellText {
        let wayOut: ShellText =
            switch wayOut {
            case .controller(let controller, let revision): OtherController.text(controller, revision: revision)
            case .target(let version): "stackledger rollback \(stage) v\(version)"
            case .none: "stackledger targets \(stage) --check"
            }
        return wayOut + (obstacles.allSatisfy(\.yieldsToForce) ? ", or override it with --force -m WHY" : "")
    }

    fileprivate var details: JSONObject {
        ["reasons": .array(reasons.map { .string($0.rawValue) }), "checked": checked]
    }
}

/// What to use for a service that ECS does not deploy itself.
enum OtherController {
    static func text(_ controller: String, revision: String?) -> ShellText {
        let revision = revision ?? "FAMILY:N"
        return switch controller {
        case "CODE_DEPLOY":
            "CodeDeploy deploys it: aws deploy create-deployment, with an AppSpec that names \(revision)"
        case "EXTERNAL":
            "its own controller deploys it: aws ecs create-task-set --task-definition \(revision), then "
                + "update-service-primary-task-set"
        default: "\(controller) deploys it"
        }
    }
}
