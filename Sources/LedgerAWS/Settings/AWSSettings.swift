import LedgerValues

/// How to reach AWS, from environment and files, by the rules of the AWS CLI.
///
/// All input is read once into this value; its methods are pure.
package struct AWSSettings: Sendable, Concealed {
    let environment: [String: String]
    let files: SharedFiles
    /// A profile that the user named, which overrides keys in the environment.
    private let namedProfile: String?

    /// Empty variables count as unset.
    package init(environment: [String: String], files: SharedFiles = SharedFiles(), profile: String? = nil) {
        self.environment = environment.filter { !$0.value.isEmpty }
        (self.files, namedProfile) = (files, profile)
    }

    var isProfileNamed: Bool { namedProfile != nil }

    var profileName: String {
        namedProfile ?? environment["AWS_DEFAULT_PROFILE"] ?? environment["AWS_PROFILE"] ?? "default"
    }

    /// The profile in use.
    ///
    /// Only the default profile may be missing.
    func profile() throws(SettingsError) -> Profile {
        if let profile = files.profile(profileName) { return profile }
        guard profileName == "default" else { throw .noProfile(profileName) }
        return Profile(name: profileName, config: [:], credentials: [:])
    }

    package func region() throws(SettingsError) -> String {
        guard let region = try regionIfSet() else { throw .noRegion }
        return region
    }

    func regionIfSet() throws(SettingsError) -> String? {
        if let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] {
            return try Self.checked(region: region)
        }
        guard let region = try profile()["region"] else { return nil }
        return try Self.checked(region: region)
    }

    /// Throws unless the region is a valid part of a host name.
    static func checked(region: String) throws(SettingsError) -> String {
        let isLabel = region.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        guard isLabel, (1...63).contains(region.utf8.count), !region.hasPrefix("-"), !region.hasSuffix("-") else {
            throw .invalidRegion(region)
        }
        return region
    }

    /// Whether a setting is `true` in the environment, or else in the profile.
    func isSet(_ variable: String, _ member: String) throws(SettingsError) -> Bool {
        if let text = environment[variable] { return text.lowercased() == "true" }
        return try profile()[member]?.lowercased() == "true"
    }
}
