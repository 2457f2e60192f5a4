/// An Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
struct ARN: Equatable {
    /// Nil if the service's ARNs do not have it.
    let region, account: String?
    let resource: String

    init?(_ text: String) {
        guard text.utf8.starts(with: "arn:".utf8) else { return nil }
        let colon = UInt8(ascii: ":")
        let parts = text.utf8.split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        guard parts.count == 6, !parts[5].isEmpty else { return nil }
        region = parts[3].isEmpty ? nil : parts[3]
        account = parts[4].isEmpty ? nil : parts[4]
        resource = parts[5]
    }

    /// The last path component of a resource name or ARN: `prod` of `…:cluster/prod`.
    static func lastName(of text: String) -> String {
        let resource = ARN(text)?.resource ?? text
        return resource.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? resource
    }
}
