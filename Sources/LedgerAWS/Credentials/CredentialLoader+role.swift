extension CredentialLoader {
    /// Assumes a role with other keys.
    func assume(_ role: RoleRequest, by keys: AWSCredentials) async throws(CredentialError) -> AWSCredentials {
        try await answer(to: .assumeRole(role), by: FixedCredentials(keys), hiding: role.externalID, .role)
    }

    /// Assumes a role with a token that an identity provider wrote to a file.
    func assume(_ role: RoleRequest, tokenFile: String) async throws(CredentialError) -> AWSCredentials {
        let token = Secret(try text(ofFile: tokenFile))
        let call = AWSRead.assumeRole(role, webIdentity: token)
        return try await answer(to: call, by: nil, hiding: token.reveal(), .webIdentity)
    }

    private func answer(
        to call: AWSRead<AssumedRole>,
        by keys: FixedCredentials?,
        hiding secret: String?,
        _ source: CredentialError.Source
    ) async throws(CredentialError) -> AWSCredentials {
        let region: String
        do { region = try settings.regionIfSet() ?? "us-east-1" } catch { throw .settings(error) }
        let client = AWSClient(
            settings: settings,
            region: region,
            credentials: keys ?? FixedCredentials(AWSCredentials(accessKeyID: "", secretAccessKey: Secret(""))),
            transport: transport,
            clock: clock
        )
        switch await client.hiding([secret].compactMap(\.self)).send(call) {
        case .answered(let role, _): return role.credentials
        case .refused(let error), .unanswered(.doubtful(.fault(let error))): throw .refused(error)
        case .unanswered(let noAnswer): throw .unavailable(source, why: "\(noAnswer)")
        }
    }
}
