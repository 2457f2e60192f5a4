/// Why AWS could not be asked; nothing was changed there.
package enum CloudError: Error, Equatable, Sendable {
    /// The settings of the AWS CLI cannot be used.
    case settings(String)
    /// It does not exist: a cluster, a service, an image.
    case missing(String)
    /// It exists, and cannot be used for this.
    case unusable(String, hint: String)
    /// AWS is busy with what comes before: ask again.
    case notYet(String)
    /// Credentials are missing, expired or refused.
    case credentials(String)
    /// The principal may not: the action and what AWS says.
    case denied(operation: String, message: String)
    /// AWS refused a read, or gave no answer.
    case unanswered(operation: String, message: String)
}
