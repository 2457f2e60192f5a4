/// Why AWS gave no answer that can be used; nothing was changed there.
package enum CloudError: Error, Equatable, Sendable {
    /// The settings of the AWS CLI cannot be used.
    case settings(String)
    /// A cluster, a service, a revision … does not exist.
    case missing(String)
    /// The image, with what AWS says about it.
    case missingImage(String)
    /// It exists, but cannot be used for this.
    case unusable(String, hint: String)
    /// AWS is still busy with an earlier call: try again.
    case notYet(String)
    /// Credentials are missing, expired or refused.
    case credentials(String)
    /// The principal may not make this call; with the operation and AWS's message.
    case denied(operation: String, message: String)
    /// AWS refused a read, or gave no answer.
    case unanswered(operation: String, message: String)
}

extension CloudError: CustomStringConvertible {
    /// Without the hint.
    package var description: String {
        switch self {
        case .missing(let what): "AWS has no \(what)"
        case .missingImage(let image): "AWS has no image \(image)"
        case .settings(let what), .unusable(let what, hint: _), .notYet(let what): what
        case .credentials(let why): "AWS credentials: \(why)"
        case .denied(let operation, let message), .unanswered(let operation, let message): "\(operation): \(message)"
        }
    }
}
