import LedgerValues

/// The settings of one profile from both shared files.
///
/// Concealed, since it may hold keys.
struct Profile: Equatable, Sendable, Concealed {
    let name: String
    /// From `~/.aws/config` and `~/.aws/credentials`.
    let config, credentials: [String: String]

    /// A setting; the credentials file takes precedence.
    subscript(_ member: String) -> String? {
        [credentials[member], config[member]].compactMap(\.self).first { !$0.isEmpty }
    }

    var hasKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }

    /// Whether it assumes a role with other keys; web identity roles do not count.
    var hasRole: Bool { self["role_arn"] != nil && self["web_identity_token_file"] == nil }
}

/// The two shared files.
package struct SharedFiles: Equatable, Sendable, Concealed {
    let config, credentials: ConfigFile

    package init(config: ConfigFile = ConfigFile(), credentials: ConfigFile = ConfigFile()) {
        (self.config, self.credentials) = (config, credentials)
    }

    func profile(_ name: String) -> Profile? {
        let section = config.texts("profile \(name)") ?? (name == "default" ? config.texts(name) : nil)
        let keys = credentials.texts(name)
        if section == nil, keys == nil { return nil }
        return Profile(name: name, config: section ?? [:], credentials: keys ?? [:])
    }
}
