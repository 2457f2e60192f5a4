import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
extension Translation {
    static func pipelineStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        let execution = try detail.text("execution-id")
        let state = try detail.text("state")
        switch state {
        case "STARTED": return .fact(try envelope.pipeline(), .build(.started(execution: execution, commit: nil)))
        case "SUCCEEDED":
            return .fact(try envelope.pipeline(), .build(.succeeded(execution: execution, commit: nil, image: nil)))
        case "FAILED", "STOPPED", "SUPERSEDED", "CANCELED", "CANCELLED":
            let message = detail.optionalText("stop-execution-comments") ?? state
            let failed = BuildEvent.failed(execution: execution, commit: nil, phase: nil, message: message, log: nil)
            return .fact(try envelope.pipeline(), .build(failed))
        default: return .withoutEffect
        }
    }

    /// Keeps only two facts of a pipeline's actions: which commit is built, and why a build failed.
    static func actionStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        let execution = try detail.text("execution-id")
        let result = detail["execution-result"]?.object ?? [:]
        switch (try detail.text("state"), detail["type"]?["category"]?.string) {
        case ("SUCCEEDED", "Source"):
            guard let commit = result.optionalText("external-execution-id")?.asCommit else { return .withoutEffect }
            return .fact(try envelope.pipeline(), .build(.started(execution: execution, commit: commit)))
        case ("FAILED", _):
            let failed = BuildEvent.failed(
                execution: execution,
                commit: nil,
                phase: [detail.optionalText("stage"), detail.optionalText("action")].compactMap { $0 }
                    .joined(separator: "/").nonEmpty,
                message: result.optionalText("external-execution-summary") ?? result.optionalText("error-code"),
                log: result.optionalText("external-execution-url")
            )
            return .fact(try envelope.pipeline(), .build(failed))
        default: return .withoutEffect
        }
    }
}

extension Envelope {
    private func pipelineName() throws(Defect.Reason) -> String {
        let name = try detail.text("pipeline")
        guard !name.contains("/") else { throw .invalid("pipeline", wanted: "a name without '/'") }
        return name
    }

    fileprivate func pipeline() throws(Defect.Reason) -> StreamName {
        .pipeline(try registry(), name: try pipelineName())
    }
}

extension String {
    /// The Git commit that this text names: 7 to 64 hexadecimal digits, alone or as `BRANCH^{COMMIT}`.
    ///
    /// CodeBuild has the second form in `source-version` where a rule or another service starts it with a branch.
    var asCommit: String? {
        if hasSuffix("}"), let brace = lastIndex(of: "{"), self[..<brace].hasSuffix("^") {
            return String(self[index(after: brace)...].dropLast()).asCommit
        }
        return (7...64).contains(utf8.count) && utf8.allSatisfy { $0.hexDigit != nil } ? self : nil
    }

    var nonEmpty: String? { isEmpty ? nil : self }
}
