import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
extension Translation {
    /// Ends the deployment of a task set: ECS reports no end of it.
    static func codeDeployStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        let (application, group) = (try detail.text("application"), try detail.text("deploymentGroup"))
        let state = try detail.text("state")
        let news: DeploymentFact.News
        switch state {
        case "SUCCESS": news = .completed
        case "FAILURE", "STOP":
            let id = detail.optionalText("deploymentId").map { " \($0)" } ?? ""
            let end = state == "STOP" ? "was stopped" : "failed"
            news = .failed(code: "CODEDEPLOY_\(state)", message: "CodeDeploy deployment\(id) of \(group) \(end)")
        case "START", "READY": return .withoutEffect
        default: return .notUnderstood
        }
        let workload = Workload.deploymentGroup(try envelope.registry(), application: application, name: group)
        return .sighting(
            WorkloadFact(workload: workload, awsDeployment: nil, time: envelope.time, news: .deployment(news))
        )
    }
}
