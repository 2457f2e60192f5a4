/// Takes on a role by the keys that sign the call.
///
/// A read: it changes nothing but gives out keys, so it may be sent again.
package struct AssumeRole: QueryCall {
    package typealias Answer = AssumedRole

    package static let operation = AWSOperation(.sts, "AssumeRole", .read)

    package let role: RoleRequest

    package init(_ role: RoleRequest) {
        self.role = role
    }

    package var parameters: [QueryParameter] {
        [
            .text("RoleArn", role.roleARN), .text("RoleSessionName", role.sessionName),
            .text("ExternalId", role.externalID), .integer("DurationSeconds", role.durationSeconds.map { Int64($0) }),
        ]
    }
}
