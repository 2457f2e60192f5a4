import LedgerDomain
import LedgerOperations
import LedgerValues

extension OperationNote {
    var text: String {
        switch self {
        case .resuming(let stage, let version): "\(stage): v\(version) was left open; resuming it first"
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
        case .ranBefore(let stage, let what, let version):
            "\(stage) runs \(ShortImage.text(what)): recorded as v\(version)"
        case .unread(let stage, let what, let why): "note: \(stage): AWS did not tell \(what): \(why)"
        case .nothingOpen(let stage): stage.map { "No deployment of \($0) is open." } ?? "No deployment is open."
        case .definitionMissing(let name):
            "note: the ledger has no task definition of \(name); only its image is compared"
        }
    }

    private static func names(_ stages: [StageName]) -> String { stages.map(\.rawValue).joined(separator: ", ") }
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
        }
    }
}
