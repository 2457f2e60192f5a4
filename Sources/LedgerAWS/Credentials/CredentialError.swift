/// Why there are no credentials.
///
/// Nothing was sent for want of them.
package enum CredentialError: Error, Equatable, Sendable {
    /// Nothing is set, and the machine has none.
    case none
    case settings(SettingsError)
    /// A file that the settings name cannot be read.
    case unreadableFile(String)
    /// The source cannot be reached, or what it gives is no credentials.
    case unavailable(Source, why: String)
    /// STS does not give out the role.
    case refused(AWSError)
    /// The command failed; the text is the end of what it printed on standard error.
    case commandFailed(status: Int32, text: String)
    /// They have ended, and no fresh ones came.
    case expired

    package enum Source: Sendable {
        case container, instanceMetadata, process, awsCLI, role, webIdentity
    }
}
