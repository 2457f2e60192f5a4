import LedgerDomain
import LedgerOperations
import LedgerValues

extension OperationNote {
    var text: String {
        switch self {
        case .resuming(let stage, let version): "\(stage): the same was asked for before, as v\(version); resuming it"
        case .checking(let stage, let version): "\(stage): v\(version) was left open; checking it first"
        case .abandoning(let stage, let version): "\(stage): v\(version) was not carried out; cancelling it"
        case .replacing(let stage, let revision):
            "note: \(stage): somebody else is deploying \(revision); replacing that"
        case .ending(let stage, let version): "\(stage): v\(version) is open; ending it first"
        case .notPromotedFurther(let stage, let stages):
            "\(stage): with --no-wait it is not promoted further, to \(Self.names(stages))"
        case .wouldPromoteFurther(let stage, let stages):
            "\(stage): after a success it would be promoted further, to \(Self.names(stages))"
        case .resumingChain(let stage, let version):
            "\(stage)@v\(version) succeeded, and its promotion stopped there; promoting it further"
        case .overtaken(let stage): "\(stage): not promoted to, as something else was deployed to it since"
        case .passedOver(let stage): "\(stage): passed over, as it runs that image already"
        case .noAnswer(let stage, let what, let code, let message):
            "note: \(stage): no answer on \(what): \(code): \(message)"
        case .adopting(let stage, let version, let calls):
            (["\(stage): v\(version) was not written by this ledger; it makes these calls:"] + calls.map(\.text))
                .joined(separator: "\n")
        case .successUnseen(let stage, let version):
            "note: \(stage)@v\(version): this ledger did not see it succeed; it is not promoted further"
        case .unproven(let stage, let revision, let definition):
            "note: \(stage): others recorded \(revision): \(CanonicalJSON.text(JSONValue.object(definition).masked))"
        case .passedTarget(let stage, let version):
            "note: \(stage): passing over v\(version): only events say that it ran; name it if you want it"
        case .ranBefore(let stage, let what, let version):
            "\(stage) runs \(ShortImage.text(what)): recorded as v\(version)"
        case .unread(let stage, let what, let why): "note: \(stage): AWS did not tell \(what): \(why)"
        case .nothingOpen(let stage): stage.map { "No deployment of \($0) is open." } ?? "No deployment is open."
        case .newerRevision(let stage, let newest, let copied):
            "note: \(stage): \(newest) is newer than \(copied), which is copied; --task-definition \(newest) copies it"
        case .imagesKept(let stage, let containers):
            "note: \(stage): keeps the image of \(containers.joined(separator: ", "))"
        case .untagged(let stage, let why):
            "note: \(stage): the image does not get the tag '\(stage.stage.rawValue)': \(why)"
        case .tagsUnread(let stage, let image, let why):
            "note: \(stage): whether tags of \(image) can be moved is not known: \(why)"
        case .promotingEarlier(let stage, let version, let newest, let outcome):
            "note: \(stage): v\(newest) \(outcome.said); promoting v\(version), which came before"
        case .leftOut(let stage, let operation, let why):
            "note: \(stage): succeeded without \(operation.operation): \(why)"
        case .tagNotResolved(let stage, let image, let why):
            "note: \(stage): the tag of \(image) is not pinned: \(why)"
        case .definitionMissing(let name):
            "note: the ledger has no task definition of \(name); only its image is compared"
        }
    }

    private static func names(_ stages: [StageName]) -> String { stages.map(\.rawValue).joined(separator: ", ") }
}

extension Outcome {
    fileprivate var said: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .rolledBack: "was rolled back by AWS"
        case .cancelled: "was cancelled"
        case .rejected: "was rejected"
        case .superseded: "was superseded"
        }
    }
}

extension RunnerReport {
    var text: String {
        switch self {
        case .sending(let operation, let attempt):
            "\(operation.operation)\(attempt > 1 ? ", try \(attempt)" : "") …"
        case .landed(let operation, let result):
            "\(operation.operation) done"
                + ((result["revision"]?.string ?? result["awsDeployment"]?.string).map { ": \($0)" } ?? "")
        case .refused(let operation, let code, let message, let retryable):
            "\(operation.operation) refused\(retryable ? ", will be tried again" : ""): \(code): \(message)"
        case .doubtful(let operation, let why): "\(operation.operation): \(why); checking whether it was carried out"
        case .looked(let operation, .landed): "\(operation.operation) was carried out"
        case .looked(let operation, .absent): "\(operation.operation) was not carried out"
        case .looked(let operation, .inconclusive): "the outcome of \(operation.operation) is unknown"
        case .waiting(let what): what
        case .untold(let what, let why): "note: AWS did not tell \(what): \(why)"
        case .leftOut(let operation, let why): "note: \(operation.operation) is left out: \(why)"
        }
    }
}
