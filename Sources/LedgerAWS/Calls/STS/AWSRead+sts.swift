import LedgerValues

extension AWSRead<CallerIdentity> {
    /// Who the credentials belong to.
    package static func getCallerIdentity() -> Self {
        Self(AWSOperation(.sts, "GetCallerIdentity"), answer: .result(CallerIdentity.init))
    }
}

/// Taking on a role changes nothing but gives out keys, so it may be sent again.
extension AWSRead<AssumedRole> {
    /// Takes on a role with the keys that sign the call.
    package static func assumeRole(_ role: RoleRequest) -> Self {
        Self(AWSOperation(.sts, "AssumeRole"), role.parameters, answer: .result(AssumedRole.init))
    }

    /// Takes on a role with the token of an identity provider; the call is not signed.
    package static func assumeRole(_ role: RoleRequest, webIdentity token: Secret) -> Self {
        var parameters = role.parameters
        parameters["ExternalId"] = nil
        parameters["WebIdentityToken"] = .string(token.reveal())
        return Self(
            AWSOperation(.sts, "AssumeRoleWithWebIdentity", isSigned: false),
            parameters,
            answer: .result(AssumedRole.init)
        )
    }
}

extension RoleRequest {
    fileprivate var parameters: JSONObject {
        JSONObject(given: [
            ("RoleArn", .string(roleARN)), ("RoleSessionName", .string(sessionName)),
            ("ExternalId", externalID.map { .string($0) }),
            ("DurationSeconds", durationSeconds.map { .integer(Int64($0)) }),
        ])
    }
}
