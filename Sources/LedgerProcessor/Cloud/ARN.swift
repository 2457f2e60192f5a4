import LedgerDomain

/// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
struct ARN: Equatable, Sendable {
    /// Region and account are empty in the ARNs of some services.
    let service, region, account, resource: String

    /// Nil for any other text.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn" else { return nil }
        (service, region, account, resource) = (parts[2], parts[3], parts[4], parts[5])
    }

    func isIn(_ stage: StageAdded) -> Bool { account == stage.account && region == stage.region }
}
