/// What is wrong with the settings of AWS: nothing was sent, and only the user can put it right.
package enum SettingsError: Error, Equatable, Sendable {
    case unreadable(_ file: String, line: Int?)
    case noProfile(String)
    /// Of access key and secret key one is set.
    case halfOfKeys(missing: String)
    case noSourceProfile(String, of: String)
    /// `source_profile` leads back to where it came from.
    case profileLoop([String])
    /// Exactly one of `source_profile` and `credential_source` must be there.
    case roleNeedsOneSource(profile: String)
    case sourceWithoutCredentials(profile: String)
    case unknownCredentialSource(String, profile: String)
    case webIdentityWithoutRole
    case noRegion
    case invalidRegion(String)
    case invalidEndpoint(String)
    case noServicesSection(String)
    /// Credentials come over plain HTTP from hosts of this machine only.
    case foreignContainerHost(String)
}

extension SettingsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let file, let line):
            line.map { "line \($0) of \(file) cannot be read" } ?? "\(file) cannot be read"
        case .noProfile(let name): "there is no profile '\(name)'"
        case .halfOfKeys(let missing): "of the keys only one is set: \(missing) is missing"
        case .noSourceProfile(let name, let profile):
            "profile '\(profile)' names the source '\(name)', which is not there"
        case .profileLoop(let names): "profiles name one another in a circle: \(names.joined(separator: ", "))"
        case .roleNeedsOneSource(let profile):
            "profile '\(profile)' has a role, so it needs source_profile or credential_source, one of them"
        case .sourceWithoutCredentials(let profile): "the source profile '\(profile)' has no credentials"
        case .unknownCredentialSource(let source, let profile):
            "profile '\(profile)' has the credential_source '\(source)', which is none"
        case .webIdentityWithoutRole: "there is a web identity token, but no role for it"
        case .noRegion: "no region is set"
        case .invalidRegion(let region): "'\(region)' is not a region"
        case .invalidEndpoint(let url): "'\(url)' is not an endpoint"
        case .noServicesSection(let name): "there is no section 'services \(name)'"
        case .foreignContainerHost(let host): "credentials do not come from '\(host)' without https"
        }
    }
}
