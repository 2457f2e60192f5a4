/// Takes on a role by the token of an identity provider, which is all the proof: the call is not signed.
package struct AssumeRoleWithWebIdentity: QueryCall {
    package typealias Answer = AssumedRole

    package static let operation = AWSOperation(.sts, "AssumeRoleWithWebIdentity", .read, isSigned: false)

    package let role: RoleRequest
    package let token: Secret

    package init(_ role: RoleRequest, token: Secret) {
        (self.role, self.token) = (role, token)
    }

    package var parameters: [QueryParameter] {
        [
            .text("RoleArn", role.roleARN), .text("RoleSessionName", role.sessionName),
            .text("WebIdentityToken", token.reveal()),
            .integer("DurationSeconds", role.durationSeconds.map { Int64($0) }),
        ]
    }
}
