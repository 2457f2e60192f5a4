/// What is wrong with the AWS settings; nothing was sent, and only the user can fix it.
package enum SettingsError: Error, Equatable, Sendable {
    case unreadable(_ file: String, line: Int?)
    case noProfile(String)
    /// Only one of access key and secret key is set.
    case halfOfKeys(missing: String)
    case noSourceProfile(String, of: String)
    /// `source_profile` forms a loop.
    case profileLoop([String])
    /// Exactly one of `source_profile` and `credential_source` must be set.
    case roleNeedsOneSource(profile: String)
    case sourceWithoutCredentials(profile: String)
    case unknownCredentialSource(String, profile: String)
    case webIdentityWithoutRole
    case noRegion
    case invalidRegion(String)
    case invalidEndpoint(String)
    case noServicesSection(String)
    /// Plain HTTP is allowed only for hosts of this machine.
    case foreignContainerHost(String)
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let line):
            line.map { "line \($0) of \(file) cannot be read" } ?? "\(file) cannot be read"
        case .noProfile(let name): "there is no profile '\(name)'"
        case .halfOfKeys(let missing): "the keys are incomplete: \(missing) is missing"
        case .noSourceProfile(let name, let profile):
            "profile '\(profile)' has the source_profile '\(name)', which does not exist"
        case .profileLoop(let names): "source_profile forms a loop: \(names.joined(separator: ", "))"
        case .roleNeedsOneSource(let profile):
            "profile '\(profile)' has a role and needs either source_profile or credential_source"
        case .sourceWithoutCredentials(let profile): "the source profile '\(profile)' has no credentials"
        case .unknownCredentialSource(let source, let profile):
            "profile '\(profile)' has an unknown credential_source '\(source)'"
        case .webIdentityWithoutRole: "a web identity token is set without a role"
        case .noRegion: "no region is set"
        case .invalidRegion(let region): "'\(region)' is not a region"
        case .invalidEndpoint(let url): "'\(url.withoutLogin)' is not an endpoint"
        case .noServicesSection(let name): "there is no section 'services \(name)'"
        case .foreignContainerHost(let host): "credentials from '\(host)' require https"
        }
    }
}

extension String {
    /// A URL without what may be secret in it: user and password, query and fragment.
    fileprivate var withoutLogin: String {
        let address = prefix { $0 != "?" && $0 != "#" }
        let start = address.firstRange(of: "://").map(\.upperBound) ?? address.startIndex
        guard let at = address[start...].lastIndex(of: "@") else { return String(address).cut(to: 256) }
        return "\(address[..<start])…\(address[at...])".cut(to: 256)
    }
}
