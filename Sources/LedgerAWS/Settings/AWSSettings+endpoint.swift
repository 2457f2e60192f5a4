extension AWSSettings {
    /// The endpoint of a service, and the region for its signatures.
    package func destination(of service: AWSService, region: String) throws(SettingsError) -> Destination {
        let region = try Self.checked(region: region)
        let standard = Destination(
            of: service,
            region: region,
            isFIPS: try isSet("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        )
        guard let url = try endpointURL(of: service) else { return standard }
        guard let endpoint = Endpoint(url) else { throw .invalidEndpoint(url) }
        return Destination(endpoint: endpoint, signingRegion: standard.signingRegion)
    }

    /// The configured endpoint: the environment before the files, and in each the service's before the general one.
    private func endpointURL(of service: AWSService) throws(SettingsError) -> String? {
        if try isSet("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls") { return nil }
        if let url = environment["AWS_ENDPOINT_URL_\(service.settingName.uppercased())"] { return url }
        if let url = environment["AWS_ENDPOINT_URL"] { return url }
        let profile = try profile()
        if let url = try serviceEndpointURL(service, of: profile) { return url }
        return profile["endpoint_url"]
    }

    private func serviceEndpointURL(_ service: AWSService, of profile: Profile) throws(SettingsError) -> String? {
        guard let name = profile["services"] else { return nil }
        let section = "services \(name)"
        guard files.config.sections[section] != nil else { throw .noServicesSection(name) }
        return files.config.members(service.settingName, in: section)?["endpoint_url"]
    }
}

/// An endpoint and the region for its signatures.
package struct Destination: Equatable, Sendable {
    package let endpoint: Endpoint
    package let signingRegion: String

    init(endpoint: Endpoint, signingRegion: String) {
        (self.endpoint, self.signingRegion) = (endpoint, signingRegion)
    }

    /// AWS's own endpoint of a service in a region.
    init(of service: AWSService, region: String, isFIPS: Bool) {
        let partition = Partition(of: region)
        let region = service.isGlobal ? partition.globalRegion ?? region : region
        let host = service.host(in: region, partition: partition, isFIPS: isFIPS)
        self.init(endpoint: Endpoint(.https, host), signingRegion: region)
    }
}

/// An AWS partition.
struct Partition {
    let suffix: String
    /// The region that signs for global services; nil if there is none.
    let globalRegion: String?
    let isGovernment: Bool

    private init(_ suffix: String, globalRegion: String? = nil, isGovernment: Bool = false) {
        (self.suffix, self.globalRegion, self.isGovernment) = (suffix, globalRegion, isGovernment)
    }

    init(of region: String) {
        self =
            Self.byPrefix.first { region.hasPrefix($0.0) }?.1 ?? Partition("amazonaws.com", globalRegion: "us-east-1")
    }

    private static let byPrefix: [(String, Partition)] = [
        ("cn-", Partition("amazonaws.com.cn", globalRegion: "cn-north-1")),
        ("us-gov-", Partition("amazonaws.com", globalRegion: "us-gov-west-1", isGovernment: true)),
        ("us-iso-", Partition("c2s.ic.gov", globalRegion: "us-iso-east-1")),
        ("us-isob-", Partition("sc2s.sgov.gov", globalRegion: "us-isob-east-1")),
        ("us-isof-", Partition("csp.hci.ic.gov", globalRegion: "us-isof-south-1")),
        ("eu-isoe-", Partition("cloud.adc-e.uk", globalRegion: "eu-isoe-west-1")),
        ("eusc-", Partition("amazonaws.eu", globalRegion: "eusc-de-east-1")),
    ]
}

extension AWSService {
    fileprivate func host(in region: String, partition: Partition, isFIPS: Bool) -> String {
        let isMarked = isFIPS && !(partition.isGovernment && isFIPSForGovernment)
        let name = isMarked ? "\(signingName == "ecr" ? "ecr" : endpointPrefix)-fips" : endpointPrefix
        if isGlobal, partition.suffix == "amazonaws.com" {
            return partition.isGovernment ? "\(name).us-gov.\(partition.suffix)" : "\(name).\(partition.suffix)"
        }
        return "\(name).\(region).\(partition.suffix)"
    }
}
