import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html
extension Translation {
    static func buildStateChange(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let detail = envelope.detail
        let execution = ARN.lastName(of: try detail.text("build-id"))
        let information = detail["additional-information"]?.object ?? [:]
        let commit = information.optionalText("source-version")?.asCommit
        switch try detail.text("build-status") {
        case "IN_PROGRESS":
            return .fact(try envelope.builder(), .build(.started(execution: execution, commit: commit)))
        case "SUCCEEDED":
            return .fact(try envelope.builder(), .build(.succeeded(execution: execution, commit: commit, image: nil)))
        case "FAILED", "FAULT", "STOPPED", "TIMED_OUT":
            let phase = information.failedPhase
            let failed = BuildEvent.failed(
                execution: execution,
                commit: commit,
                phase: phase?.optionalText("phase-type"),
                message: phase?.context ?? detail.optionalText("build-status"),
                log: information["logs"]?["deep-link"]?.string?.nonEmpty
            )
            return .fact(try envelope.builder(), .build(failed))
        default: return .notUnderstood
        }
    }
}

extension Envelope {
    /// The pipeline that started the build, or the project if a person did.
    fileprivate func builder() throws(Defect.Reason) -> StreamName {
        let initiator = detail["additional-information"]?["initiator"]?.string ?? ""
        let isPipeline = initiator.hasPrefix("codepipeline/")
        let name = isPipeline ? String(initiator.dropFirst("codepipeline/".count)) : try detail.text("project-name")
        guard !name.isEmpty, !name.contains("/") else { throw .invalid("initiator", wanted: "a name without '/'") }
        return .pipeline(try registry(), name: name)
    }
}

extension JSONObject {
    /// The first phase that did not succeed.
    fileprivate var failedPhase: JSONObject? {
        (self["phases"]?.array ?? []).lazy.compactMap(\.object).first { phase in
            phase.optionalText("phase-status").map { $0 != "SUCCEEDED" } ?? false
        }
    }

    /// The error messages of a phase.
    fileprivate var context: String? {
        (self["phase-context"]?.array ?? []).compactMap { $0.string?.withoutBlank }.joined(separator: "; ").nonEmpty
    }
}

extension String {
    /// Nil for `: `, which CodeBuild writes for a status without code and message.
    fileprivate var withoutBlank: String? {
        allSatisfy { $0 == ":" || $0 == " " } ? nil : self
    }
}
