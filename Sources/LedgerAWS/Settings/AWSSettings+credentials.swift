import LedgerValues

extension AWSSettings {
    /// The configured credential source, in the AWS CLI's order of precedence; throws if the first one set is invalid.
    ///
    /// Nil if nothing is set and the machine must not be asked.
    package func credentialSource() throws(SettingsError) -> CredentialSource? {
        if !isProfileNamed, let keys = try environmentKeys() { return .keys(keys) }
        let profile = try profile()
        if profile.hasRole { return try role(of: profile, visited: [profile.name]) }
        if let source = try source(of: profile, environment: isProfileNamed ? [:] : environment) { return source }
        if let source = try container() { return source }
        return try metadata()
    }

    private func environmentKeys() throws(SettingsError) -> AWSCredentials? {
        try Self.keys(
            id: ("AWS_ACCESS_KEY_ID", environment["AWS_ACCESS_KEY_ID"]),
            secret: ("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"]),
            token: environment["AWS_SESSION_TOKEN"] ?? environment["AWS_SECURITY_TOKEN"],
            expires: environment["AWS_CREDENTIAL_EXPIRATION"]
        )
    }

    private static func keys(_ members: [String: String]) throws(SettingsError) -> AWSCredentials? {
        try keys(
            id: ("aws_access_key_id", members["aws_access_key_id"]),
            secret: ("aws_secret_access_key", members["aws_secret_access_key"]),
            token: members["aws_session_token"] ?? members["aws_security_token"],
            expires: nil
        )
    }

    /// Nil without an access key id, even if a secret key is set.
    private static func keys(
        id: (String, String?),
        secret: (String, String?),
        token: String?,
        expires: String?
    ) throws(SettingsError) -> AWSCredentials? {
        guard let accessKeyID = id.1, !accessKeyID.isEmpty else { return nil }
        guard let secretAccessKey = secret.1, !secretAccessKey.isEmpty else { throw .halfOfKeys(missing: secret.0) }
        return AWSCredentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: token.flatMap { $0.isEmpty ? nil : Secret($0) },
            expires: expires.flatMap { Timestamp(rfc3339: $0) }
        )
    }

    // MARK: - A profile

    /// The credential source of a profile, other than assuming a role with other keys.
    private func source(
        of profile: Profile,
        environment: [String: String]
    ) throws(SettingsError) -> CredentialSource? {
        if let source = try Self.webIdentity(of: profile, environment: environment) { return source }
        if Self.signInMembers.contains(where: { profile[$0] != nil }) { return .awsCLI(profile: profile.name) }
        if let keys = try Self.keys(profile.credentials) { return .keys(keys) }
        if profile["login_session"] != nil { return .awsCLI(profile: profile.name) }
        if let command = profile["credential_process"] { return .process(command: command) }
        return try Self.keys(profile.config).map { .keys($0) }
    }

    private static let signInMembers = [
        "sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name",
    ]

    private static func webIdentity(
        of profile: Profile,
        environment: [String: String]
    ) throws(SettingsError) -> CredentialSource? {
        guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"] ?? profile["web_identity_token_file"] else {
            return nil
        }
        guard let role = environment["AWS_ROLE_ARN"] ?? profile["role_arn"] else { throw .webIdentityWithoutRole }
        let session = environment["AWS_ROLE_SESSION_NAME"] ?? profile["role_session_name"]
        return .webIdentity(RoleRequest(roleARN: role, sessionName: session), tokenFile: file)
    }

    // MARK: - A role

    private func role(of profile: Profile, visited: [String]) throws(SettingsError) -> CredentialSource {
        // MFA needs a prompt and a cached session; the AWS CLI provides both.
        if profile["mfa_serial"] != nil { return .awsCLI(profile: profile.name) }
        let request = RoleRequest(
            roleARN: profile["role_arn"] ?? "",
            sessionName: profile["role_session_name"],
            externalID: profile["external_id"],
            durationSeconds: profile["duration_seconds"].flatMap { Int($0) }
        )
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let name?, nil): return .role(request, from: try sourceProfile(name, of: profile, visited: visited))
        case (nil, let name?): return .role(request, from: try namedSource(name, of: profile))
        case (nil, nil), (_?, _?): throw .roleNeedsOneSource(profile: profile.name)
        }
    }

    /// A profile with keys may be its own source; any other cycle is an error.
    private func sourceProfile(
        _ name: String,
        of profile: Profile,
        visited: [String]
    ) throws(SettingsError) -> CredentialSource {
        guard let source = files.profile(name) else { throw .noSourceProfile(name, of: profile.name) }
        if visited.contains(name), name != profile.name || !source.hasKeys { throw .profileLoop(visited + [name]) }
        if source.hasRole, !source.hasKeys { return try role(of: source, visited: visited + [name]) }
        guard let credentials = try self.source(of: source, environment: [:]) else {
            throw .sourceWithoutCredentials(profile: name)
        }
        return credentials
    }

    private func namedSource(_ name: String, of profile: Profile) throws(SettingsError) -> CredentialSource {
        let source: CredentialSource? =
            switch name.lowercased() {
            case "environment": try environmentKeys().map { .keys($0) }
            case "ecscontainer": try container()
            case "ec2instancemetadata": try metadata()
            default: throw .unknownCredentialSource(name, profile: profile.name)
            }
        guard let source else { throw .sourceWithoutCredentials(profile: profile.name) }
        return source
    }

    // MARK: - The machine

    private func container() throws(SettingsError) -> CredentialSource? {
        let token: CredentialSource.ContainerToken =
            if let file = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
                .file(file)
            } else {
                environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map { .text(Secret($0)) } ?? .none
            }
        if let target = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            return .container(Endpoint(.http, "169.254.170.2"), target: target, token)
        }
        guard let url = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
        let (base, target) = Self.divided(url)
        guard let endpoint = Endpoint(base) else { throw .invalidEndpoint(url) }
        guard endpoint.scheme == .https || endpoint.isOfThisMachine else {
            throw .foreignContainerHost(endpoint.host)
        }
        return .container(endpoint, target: target, token)
    }

    /// Splits a URL into scheme and host, and the rest.
    private static func divided(_ url: String) -> (base: Substring, target: String) {
        let start = url.firstRange(of: "://").map(\.upperBound) ?? url.startIndex
        let end = url[start...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
        return (url[..<end], url[end...].hasPrefix("/") ? String(url[end...]) : "/\(url[end...])")
    }

    private func metadata() throws(SettingsError) -> CredentialSource? {
        if environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() == "true" { return nil }
        let profile = try profile()
        let seconds = environment["AWS_METADATA_SERVICE_TIMEOUT"] ?? profile["metadata_service_timeout"]
        let timeout = Duration.seconds(min(max(seconds.flatMap { Int64($0) } ?? 1, 1), 60))
        let mode =
            environment["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] ?? profile["ec2_metadata_service_endpoint_mode"]
        let set = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? profile["ec2_metadata_service_endpoint"]
        guard let url = set else {
            let host = mode?.lowercased() == "ipv6" ? "fd00:ec2::254" : "169.254.169.254"
            return .instanceMetadata(Endpoint(.http, host), timeout: timeout)
        }
        guard let endpoint = Endpoint(url) else { throw .invalidEndpoint(url) }
        return .instanceMetadata(endpoint, timeout: timeout)
    }
}

extension Endpoint {
    /// Loopback, or an address where only the machine's own agents answer.
    var isOfThisMachine: Bool {
        ["localhost", "::1", "169.254.170.2", "169.254.170.23", "169.254.169.254", "fd00:ec2::23", "fd00:ec2::254"]
            .contains(host) || isLoopback
    }

    private var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
