/// The hosts of ECR.
///
/// One registry has several, and an image is the same under each of them:
/// `ACCOUNT.dkr.ecr.REGION.DOMAIN` and `ACCOUNT.dkr-ecr.REGION.DOMAIN` (IPv4 and IPv6), both also with `-fips`.
/// https://docs.aws.amazon.com/general/latest/gr/ecr.html
/// https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
extension Registry {
    /// The domains of the first form, by how the names of their regions begin.
    ///
    /// https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
    private static let domains = [
        ("cn-", "amazonaws.com.cn"), ("eusc-", "amazonaws.eu"), ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"), ("eu-isoe-", "cloud.adc-e.uk"), ("us-isof-", "csp.hci.ic.gov"),
        ("", "amazonaws.com"),
    ]
    private static let dualStackDomains = ["on.aws", "on.amazonwebservices.com.cn", "on.amazonwebservices.eu"]

    /// The registry that a host names; nil for a host that is not ECR's.
    init?(ecrHost host: String) {
        let name = host.prefix { $0 != ":" }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let first = labels.dropFirst().first else { return nil }
        let service = first == "dkr" ? labels.dropFirst().prefix(2) : labels.dropFirst().prefix(1)
        let place = labels.dropFirst(1 + service.count)
        let known: [String]
        switch service.joined(separator: ".") {
        case "dkr.ecr", "dkr.ecr-fips": known = Self.domains.map(\.1)
        case "dkr-ecr", "dkr-ecr-fips": known = Self.dualStackDomains
        default: return nil
        }
        guard let account = labels.first, !account.isEmpty, let region = place.first, !region.isEmpty,
            known.contains(place.dropFirst().joined(separator: "."))
        else { return nil }
        self.init(account: account, region: region)
    }

    /// The host under which ECR itself names its images.
    var ecrHost: String {
        let domain = Self.domains.first { region.hasPrefix($0.0) }?.1 ?? "amazonaws.com"
        return "\(account).dkr.ecr.\(region).\(domain)"
    }
}
