/// The name of an AWS resource: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
package struct ARN: Equatable, Sendable {
    package let service: String
    /// Nil where the service has none in its ARNs.
    package let region, account: String?
    package let resource: String

    package init?(_ text: String) {
        guard text.utf8.starts(with: "arn:".utf8) else { return nil }
        let colon = UInt8(ascii: ":")
        let parts = text.utf8.split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count == 6, !parts[5].isEmpty else { return nil }
        service = parts[2]
        region = parts[3].isEmpty ? nil : parts[3]
        account = parts[4].isEmpty ? nil : parts[4]
        resource = parts[5]
    }

    /// Where the resource is; nil where the ARN does not say it.
    package var registry: Registry? {
        guard let account, let region else { return nil }
        return Registry(account: account, region: region)
    }

    /// The last part of the path of a resource's name or of its ARN: `prod` of `…:cluster/prod`.
    package static func lastName(of text: String) -> String {
        let resource = ARN(text)?.resource ?? text
        return resource.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? resource
    }
}
