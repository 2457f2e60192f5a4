import LedgerDomain

/// The events that record a process' steps.
extension DeploymentEvent {
    init(_ start: DeploymentStart) {
        self = .started(revision: start.revision, image: start.image, awsDeployment: start.awsDeployment)
    }

    init(_ outcome: Outcome, code: String, message: String, images: [String: String] = [:]) {
        self =
            switch outcome {
            case .succeeded: .succeeded(images: images)
            case .failed, .rolledBack: .failed(code: code, message: message)
            case .cancelled, .rejected, .superseded: .cancelled(reason: message.isEmpty ? nil : message)
            }
    }
}
