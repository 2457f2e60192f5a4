extension CredentialError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "there are no credentials for AWS"
        case .settings(let error): "\(error)"
        case .unreadableFile(let path): "'\(path)' cannot be read"
        case .unavailable(let source, let why): "no credentials from \(source): \(why)"
        case .refused(let error): "the role is not given: \(error)"
        case .commandFailed(let status, let text):
            "the command for credentials ended with \(status): \(text.split(separator: "\n").last ?? "")"
        case .expired: "the credentials have ended"
        }
    }
}

extension CredentialError.Source: CustomStringConvertible {
    package var description: String {
        switch self {
        case .container: "the container's agent"
        case .instanceMetadata: "instance metadata"
        case .process: "credential_process"
        case .awsCLI: "'aws configure export-credentials'"
        case .role: "the role"
        case .webIdentity: "the web identity"
        }
    }
}
