import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem
import LedgerTesting
import LedgerValues
import LedgerViews

@testable import LedgerCommands
@testable import LedgerOperations

extension ErrorExamples {
    static let refusals: [Refusal] = [
        .notConfirmed, .approvalWouldComeTooLate(stage), .approvalByRequester(stage, version: 7),
        .approvedAlready(stage, version: 7), .alreadyRunning(stage, what: .version(7)),
        .alreadyRunning(stage, what: .image("shop@sha256:0123456789abcdef")), .noDefaultTarget(stage),
        .targetLocked(stage, version: 7), .blocked(blocked(.none)), .blocked(blocked(.target(version: 5))),
        .blocked(blocked(.controller("CODE_DEPLOY", revision: "shop:42"))), .contentUnknown(stage),
        .imageMissing(stage, image: "shop:v1"), .sourceImageUnknown(stage, version: 7), .noEarlierStage(stage),
        .notEarlier(stage, than: stage), .promotion(.underWay(version: 7), stage),
        .promotion(.failed(version: 7), stage), .promotion(.markedBad(version: 7), stage),
        .promotion(.nothingRan, stage), .otherFamily(stage, found: "web", expected: "shop"),
        .carriedOutElsewhere(stage, version: 7), .bounds(stage, "min 4 is above max 2"), .boundsMissing(stage),
        .foreign(stage, .event(position: 12, type: "deployment.requested.v1")),
        .foreign(stage, .loss(position: 12)), .nothingToAdopt(stage),
        .functionHasNoTasks(stage), .aliasOfService(stage), .commandsDisabled(stage), .resultUnknown(stage),
    ]

    private static func blocked(_ wayOut: BlockedTarget.WayOut) -> BlockedTarget {
        BlockedTarget(
            stage: stage,
            name: "v7",
            reasons: [.imageMissing],
            looks: ["image shop:v1: missing"],
            checked: [],
            wayOut: wayOut
        )
    }

    static let rejections: [Rejection] = [
        .invalidName("a b", .character(" ")), .stackUnknown("shop"), .stackExists("shop"),
        .stackHasStages("shop", ["dev", "prod"]), .stageUnknown(stage), .stageExists(stage),
        .stageLocked(stage, reason: "sale", expires: time), .stageNotLocked(stage), .deploymentUnknown(stage, id),
        .deploymentExists(stage, id), .noOpenDeployment(stage), .versionUnknown(stage, 7),
        .deploymentOpen(stage, version: 7), .deploymentEnded(stage, version: 7, .failed),
        .deploymentStarted(stage, version: 7), .versionNotNext(stage, expected: 8, found: 12),
        .versionDiffers(stage, expected: 8, found: 12), .approvalMissing(stage, version: 7),
        .approvalNotAsked(stage, version: 7), .writtenByProgram("action.intended.v1"),
        .carriedOutHere(stage, version: 7), .actionUnknown(id), .actionExists(id), .actionEnded(id),
        .revisionExists("shop:42"), .memberNotAllowed("account"), .invalidMember("version", wanted: "a number"),
    ]

    /// Every end of a deployment that is no success.
    static var endings: [DeploymentResult] {
        let ended = [
            .failed(code: "steadyState", message: "tasks kept stopping"), .rolledBack(to: 6, reason: "the breaker"),
            .rejected(reason: "not on a Friday"), .cancelled(reason: nil), .superseded(by: 8),
        ]
        .map { (event: DeploymentEvent) in
            let process = process(with: [event])
            return result(process, .ended(process))
        }
        return ended + [
            result(process(), .inDoubt(id, why: "somebody changed the service")),
            result(process(), .open(DeploymentStart(), timedOut: true)),
            result(process(approval: .manual), .open(DeploymentStart(), timedOut: true)),
        ]
    }

    private static func result(_ process: DeploymentProcess, _ end: RunnerEnd) -> DeploymentResult {
        DeploymentResult(stage: stage, process: process, end: end)
    }

    private static func process(
        approval: Approval = .automatic,
        with events: [DeploymentEvent] = []
    ) -> DeploymentProcess {
        var process = DeploymentProcess(id, approval: approval)
        for event in [.requested(DeploymentRequest(kind: .deploy))] + events {
            process.evolve(.deployment(id, version: 7, event), at: time)
        }
        return process
    }

    static let clouds: [CloudError] = [
        .settings("the region 'x' is not valid"), .missing("service 'shop' in cluster 'main'"),
        .missingImage("shop:v1"),
        .unusable("shop is deployed by EXTERNAL", hint: "use its own controller for it"),
        .notYet("Lambda is updating 'shop'"), .credentials("no credentials"),
        .denied(operation: "DescribeServices", message: "not authorized"),
        .unanswered(operation: "DescribeServices", message: "no answer"),
    ]
}
