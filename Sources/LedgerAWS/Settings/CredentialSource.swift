/// Where credentials come from, as determined by the settings; nothing is fetched yet.
package indirect enum CredentialSource: Equatable, Sendable {
    /// Keys in the environment or in a file.
    case keys(AWSCredentials)
    /// A role, assumed with the keys of another source.
    case role(RoleRequest, from: CredentialSource)
    case webIdentity(RoleRequest, tokenFile: String)
    /// A command of the user's that prints keys.
    case process(command: String)
    /// `aws configure export-credentials`: signing in is left to the user's AWS CLI.
    case awsCLI(profile: String)
    case container(Endpoint, target: String, ContainerToken)
    case instanceMetadata(Endpoint, timeout: Duration)

    /// Whether the credentials are in the environment, in a file or a container's, so that no command has to run for them
    /// and the machine's metadata need not be asked.
    package var isAtHand: Bool {
        switch self {
        case .keys, .webIdentity, .container: true
        case .role(_, let source): source.isAtHand
        case .process, .awsCLI, .instanceMetadata: false
        }
    }

    package enum ContainerToken: Equatable, Sendable {
        case none
        case text(Secret)
        /// Read each time, since it is rotated while the program runs.
        case file(String)
    }
}

/// A role to assume.
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
