import LedgerValues

/// Gets credentials from where the settings say that they come.
///
/// The only part of this that touches files and processes; what it takes from them is read by pure functions.
package struct CredentialLoader: Sendable {
    let settings: AWSSettings
    let transport: any Transport
    let clock: ServerClock
    let machine: Machine

    package init(settings: AWSSettings, transport: any Transport, clock: ServerClock, machine: Machine = .real) {
        (self.settings, self.transport, self.clock, self.machine) = (settings, transport, clock, machine)
    }

    /// What the settings lead to now.
    package func load() async throws(CredentialError) -> AWSCredentials {
        let source: CredentialSource?
        do { source = try settings.credentialSource() } catch { throw .settings(error) }
        guard let source else { throw .none }
        return try await credentials(from: source)
    }

    func credentials(from source: CredentialSource) async throws(CredentialError) -> AWSCredentials {
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

    /// The text of a file without the white space round it.
    func text(ofFile path: String) throws(CredentialError) -> String {
        guard let bytes = machine.contents(settings.expanded(path)) else { throw .unreadableFile(path) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Reads the JSON that the machine's agents and `credential_process` give; they differ in the token's name.
    static func read(_ body: [UInt8], _ source: CredentialError.Source) throws(CredentialError) -> AWSCredentials {
        guard let object = try? JSONObject(answer: body) else { throw .unavailable(source, why: "it answers no JSON") }
        if let version = object.integer("Version"), version != 1 {
            throw .unavailable(source, why: "it answers in version \(version)")
        }
        guard let id = object.text("AccessKeyId"), let secret = object.text("SecretAccessKey") else {
            throw .unavailable(source, why: "its answer holds no keys")
        }
        let expires = object.text("Expiration").map { Timestamp(rfc3339: $0) }
        if case .some(nil) = expires { throw .unavailable(source, why: "when the keys end cannot be read") }
        return AWSCredentials(
            accessKeyID: id,
            secretAccessKey: Secret(secret),
            sessionToken: (object.text("SessionToken") ?? object.text("Token")).map { Secret($0) },
            expires: expires ?? nil
        )
    }
}
