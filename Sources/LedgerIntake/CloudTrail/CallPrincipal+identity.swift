import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
extension CallPrincipal {
    init(identity: JSONObject) {
        let arn = identity.optionalText("arn").flatMap { ARN($0) }
        let name = identity.optionalText("userName")
        let fallback = name ?? identity.optionalText("principalId") ?? arn?.resource ?? "unknown"
        switch identity["type"]?.string {
        case "IAMUser": self.init(name ?? arn.map(Self.lastPart) ?? fallback, .user)
        case "AssumedRole", "Role": self.init(Self.session(identity, arn) ?? fallback, .role)
        case "Root": self.init("root", .root)
        case "AWSService": self.init(identity.optionalText("invokedBy") ?? fallback, .service)
        case "WebIdentityUser", "SAMLUser": self.init(fallback, .webIdentity)
        case "IdentityCenterUser":
            self.init(name ?? identity["onBehalfOf"]?["userId"]?.string ?? fallback, .identityCenter)
        case "FederatedUser": self.init(arn.map(Self.lastPart) ?? fallback, .federated)
        case "AWSAccount": self.init(identity.optionalText("accountId") ?? fallback, .account)
        case nil where identity.optionalText("invokedBy") != nil:
            self.init(identity.optionalText("invokedBy") ?? fallback, .service)
        default: self.init(fallback, .unknown)
        }
    }

    private static func lastPart(_ arn: ARN) -> String { ARN.lastName(of: arn.resource) }

    /// `ROLE/SESSION`: the session's name is often the person's or the CI run's.
    private static func session(_ identity: JSONObject, _ arn: ARN?) -> String? {
        if let path = arn?.resource, path.hasPrefix("assumed-role/") { return String(path.dropFirst(13)) }
        let role = identity["sessionContext"]?["sessionIssuer"]?["userName"]?.string
        let session = identity.optionalText("principalId")?.split(separator: ":").dropFirst().first.map(String.init)
        let parts = [role, session].compactMap(\.self)
        return parts.isEmpty ? arn.map(lastPart) : parts.joined(separator: "/")
    }
}
