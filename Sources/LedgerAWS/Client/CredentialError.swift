/// Why there are no credentials; the call was not sent.
package enum CredentialError: Error, Equatable, Sendable {
    /// Nothing is configured, and the machine provides none.
    case none
    case settings(SettingsError)
    /// A file named in the settings cannot be read.
    case unreadableFile(String)
    /// The source cannot be reached, or its answer has no valid credentials.
    case unavailable(Source, why: String)
    /// STS refused to assume the role.
    case refused(AWSError)
    /// The command failed. What it wrote is not kept: it may be a secret.
    case commandFailed(Source, status: Int32)
    /// They have characters that no key has, such as a line end.
    case malformed
    /// They have expired, and no new ones could be loaded.
    case expired

    package enum Source: Sendable {
        case container, instanceMetadata, process, awsCLI, role, webIdentity
    }
}
