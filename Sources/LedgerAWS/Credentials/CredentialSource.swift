/// Where credentials come from, as the settings decide it; only the getting is left.
package indirect enum CredentialSource: Equatable, Sendable {
    /// They stand in the environment or in a file.
    case keys(AWSCredentials)
    /// Taken on by the keys of another source.
    case role(RoleRequest, from: CredentialSource)
    case webIdentity(RoleRequest, tokenFile: String)
    /// A command of the user's that prints them.
    case process(command: String)
    /// `aws configure export-credentials`: what needs a sign-in is the user's own AWS CLI's to do.
    case awsCLI(profile: String)
    case container(Endpoint, target: String, ContainerToken)
    case instanceMetadata(Endpoint, timeout: Duration)

    package enum ContainerToken: Equatable, Sendable {
        case none
        case text(Secret)
        /// Read anew each time, as it is exchanged under the program.
        case file(String)
    }
}

/// A role that is to be taken on.
package struct RoleRequest: Equatable, Sendable {
    package let roleARN: String
    package let sessionName: String
    package let externalID: String?
    package let durationSeconds: Int?

    package init(roleARN: String, sessionName: String?, externalID: String? = nil, durationSeconds: Int? = nil) {
        (self.roleARN, self.sessionName) = (roleARN, sessionName ?? "stackledger")
        (self.externalID, self.durationSeconds) = (externalID, durationSeconds)
    }
}
