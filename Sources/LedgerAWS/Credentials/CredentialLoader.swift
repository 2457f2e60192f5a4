import LedgerValues

/// Loads credentials from the source that the settings name.
///
/// Only this type touches files and processes; pure functions parse what it reads.
package struct CredentialLoader: Sendable {
    let settings: AWSSettings
    let transport: any Transport
    let clock: ServerClock
    let machine: Machine

    package init(settings: AWSSettings, transport: any Transport, clock: ServerClock, machine: Machine = .real) {
        (self.settings, self.transport, self.clock, self.machine) = (settings, transport, clock, machine)
    }

    /// Loads credentials as configured now.
    package func load() async throws(CredentialError) -> AWSCredentials {
        let source: CredentialSource?
        do { source = try settings.credentialSource() } catch { throw .settings(error) }
        guard let source else { throw .none }
        return try await credentials(from: source)
    }

    func credentials(from source: CredentialSource) async throws(CredentialError) -> AWSCredentials {
        let credentials = try await unchecked(from: source)
        guard credentials.areWellFormed else { throw .malformed }
        return credentials
    }

    private func unchecked(from source: CredentialSource) async throws(CredentialError) -> AWSCredentials {
        switch source {
        case .keys(let credentials): return credentials
        case .role(let role, let source): return try await assume(role, by: try await credentials(from: source))
        case .webIdentity(let role, let file): return try await assume(role, tokenFile: file)
        case .process(let command): return try await run(["/bin/sh", "-c", command], .process)
        case .awsCLI(let profile): return try await run(Self.export(profile), .awsCLI)
        case .container(let endpoint, let target, let token): return try await container(endpoint, target, token)
        case .instanceMetadata(let endpoint, let timeout): return try await metadata(endpoint, timeout)
        }
    }

    private static func export(_ profile: String) -> [String] {
        ["/usr/bin/env", "aws", "configure", "export-credentials", "--profile", profile, "--format", "process"]
    }

    /// The text of a file; trims and collapses white space.
    func text(ofFile path: String) throws(CredentialError) -> String {
        guard let bytes = machine.contents(settings.expanded(path)) else { throw .unreadableFile(path) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Parses the JSON of the machine's agents and of `credential_process`, which differ in the token's name.
    static func read(_ body: [UInt8], _ source: CredentialError.Source) throws(CredentialError) -> AWSCredentials {
        guard let object = try? JSONObject(answer: body) else {
            throw .unavailable(source, why: "its answer is not JSON")
        }
        if let version = object.integer("Version"), version != 1 {
            throw .unavailable(source, why: "its answer has version \(version) instead of 1")
        }
        guard let id = object.text("AccessKeyId"), let secret = object.text("SecretAccessKey") else {
            throw .unavailable(source, why: "its answer has no keys")
        }
        let expires = object.text("Expiration").map { Timestamp(rfc3339: $0) }
        if case .some(nil) = expires { throw .unavailable(source, why: "its expiration time is invalid") }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: Secret(secret),
            sessionToken: (object.text("SessionToken") ?? object.text("Token")).map { Secret($0) },
            expires: expires ?? nil
        )
    }
}
