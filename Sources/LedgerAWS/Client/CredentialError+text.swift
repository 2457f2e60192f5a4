extension CredentialError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .none: "no AWS credentials found"
        case .settings(let error): "\(error)"
        case .unreadableFile(let path): "'\(path)' cannot be read"
        case .unavailable(let source, let why): "no credentials from \(source): \(why)"
        case .refused(let error): "AWS refused the role: \(error)"
        case .commandFailed(let source, let status): "\(source) exited with \(status): run it to see why"
        case .malformed: "the AWS credentials have a space or a control character in them"
        case .expired: "the credentials have expired"
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
