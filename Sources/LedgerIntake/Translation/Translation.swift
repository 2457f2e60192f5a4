import LedgerDomain
import LedgerValues

/// The meaning of an EventBridge event for the ledger.
enum Translation: Equatable {
    /// A fact about a deployment; its workload determines the stage.
    case sighting(WorkloadFact)
    /// Facts with their own streams, independent of stages.
    case facts([Fact])
    /// A call that somebody made; the first that is told of it is kept.
    case call(StreamName, ObservedCall)
    /// Known, but changes nothing that the ledger keeps.
    case withoutEffect
    /// A call of no interest, of which there are many.
    case ignored
    case notUnderstood

    struct Fact: Equatable {
        let stream: StreamName
        let event: LedgerEvent
    }

    init(of envelope: Envelope) throws(Defect.Reason) {
        switch (envelope.source, envelope.detailType) {
        case (CloudTrailRecord.source, _): self = try .call(envelope)
        case ("aws.ecs", "ECS Deployment State Change"): self = try .deploymentStateChange(envelope)
        case ("aws.ecs", "ECS Task State Change"): self = try .taskStateChange(envelope)
        case ("aws.ecs", "ECS Service Action"): self = .withoutEffect
        case ("aws.ecr", "ECR Image Action"): self = try .imageAction(envelope)
        case ("aws.ecr", "ECR Image Scan"): self = try .imageScan(envelope)
        case ("aws.codedeploy", "CodeDeploy Deployment State-change Notification"):
            self = try .codeDeployStateChange(envelope)
        case ("aws.codepipeline", "CodePipeline Pipeline Execution State Change"):
            self = try .pipelineStateChange(envelope)
        case ("aws.codepipeline", "CodePipeline Stage Execution State Change"): self = .withoutEffect
        case ("aws.codepipeline", "CodePipeline Action Execution State Change"): self = try .actionStateChange(envelope)
        case ("aws.codebuild", "CodeBuild Build State Change"): self = try .buildStateChange(envelope)
        case ("aws.codebuild", "CodeBuild Build Phase Change"): self = .withoutEffect
        default: self = .notUnderstood
        }
    }

    static func fact(_ stream: StreamName, _ event: LedgerEvent) -> Translation {
        .facts([Fact(stream: stream, event: event)])
    }
}

extension Envelope {
    /// The principal that the event names, otherwise the service itself.
    var actor: String {
        if source == CloudTrailRecord.source { return caller }
        let trigger = detail["execution-trigger"]?["trigger-detail"]?.string
        if let trigger, trigger.hasPrefix("arn:"), ARN(trigger)?.resource != nil { return trigger }
        if let initiator = detail["additional-information"]?["initiator"]?.string, !initiator.isEmpty {
            return initiator
        }
        let service = source.hasPrefix("aws.") ? source.dropFirst(4) : source[...]
        return "\(service).amazonaws.com"
    }

    /// The `source` of its records: `aws.ecs/123456789012/us-east-1`.
    func recordSource() throws(Defect.Reason) -> String {
        let registry = try registry()
        return "\(source)/\(registry.account)/\(registry.region)"
    }
}
