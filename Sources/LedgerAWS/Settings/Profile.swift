import LedgerValues

/// What both shared files say under one name.
///
/// Concealed, as it may hold keys.
struct Profile: Equatable, Sendable, Concealed {
    let name: String
    /// Of `~/.aws/config` and of `~/.aws/credentials`.
    let config, credentials: [String: String]

    /// A member; the file of credentials wins.
    subscript(_ member: String) -> String? {
        [credentials[member], config[member]].compactMap(\.self).first { !$0.isEmpty }
    }

    var hasKeys: Bool { self["aws_access_key_id"] != nil || self["aws_secret_access_key"] != nil }

    /// Whether it takes on a role by the keys of another; a role for a web identity is something else.
    var hasRole: Bool { self["role_arn"] != nil && self["web_identity_token_file"] == nil }
}

/// The two files together.
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
