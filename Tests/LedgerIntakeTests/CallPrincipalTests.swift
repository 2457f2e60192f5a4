import LedgerDomain
import Testing

@testable import LedgerIntake
import LedgerValues

struct `The principal of a call` {
    private static let account = "123456789012"
    private static let known: [(JSONObject, CallPrincipal)] = [
        (
            ["type": "IAMUser", "userName": "mia", "arn": "arn:aws:iam::123456789012:user/team/mia"],
            CallPrincipal("mia", .user)
        ),
        (["type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/team/mia"], CallPrincipal("mia", .user)),
        (CallRecord.mia, CallPrincipal("operator/mia", .role)),
        (
            [
                "type": "AssumedRole",
                "arn": "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0a1b/mia@x.org",
            ],
            CallPrincipal("AWSReservedSSO_Admin_0a1b/mia@x.org", .role)
        ),
        (
            [
                "type": "AssumedRole", "principalId": "AROAEXAMPLE:ci-4711",
                "sessionContext": ["sessionIssuer": ["userName": "deployer"]],
            ],
            CallPrincipal("deployer/ci-4711", .role)
        ),
        (["type": "Root", "arn": "arn:aws:iam::123456789012:root"], CallPrincipal("root", .root)),
        (
            ["type": "AWSService", "invokedBy": "autoscaling.amazonaws.com"],
            CallPrincipal("autoscaling.amazonaws.com", .service)
        ),
        (["invokedBy": "ecs.amazonaws.com"], CallPrincipal("ecs.amazonaws.com", .service)),
        (
            ["type": "WebIdentityUser", "principalId": "accounts.google.com:1234:5678", "userName": "5678"],
            CallPrincipal("5678", .webIdentity)
        ),
        (
            ["type": "WebIdentityUser", "principalId": "token.actions:repo:x/y"],
            CallPrincipal("token.actions:repo:x/y", .webIdentity)
        ),
        (
            [
                "type": "IdentityCenterUser",
                "onBehalfOf": ["userId": "94482488-3041-7071", "identityStoreArn": "arn:x"],
            ],
            CallPrincipal("94482488-3041-7071", .identityCenter)
        ),
        (
            ["type": "FederatedUser", "arn": "arn:aws:sts::123456789012:federated-user/Alice"],
            CallPrincipal("Alice", .federated)
        ),
        (["type": "AWSAccount", "accountId": "210987654321"], CallPrincipal("210987654321", .account)),
        (["type": "Unknown", "principalId": "x"], CallPrincipal("x", .unknown)),
        (["type": "Unheard", "arn": "arn:aws:x:::thing/one"], CallPrincipal("thing/one", .unknown)),
        ([:], CallPrincipal("unknown", .unknown)),
    ]

    @Test(arguments: known.indices)
    func `is named as people know it`(index: Int) {
        let (identity, expected) = Self.known[index]
        #expect(CallPrincipal(identity: identity) == expected)
    }
}
