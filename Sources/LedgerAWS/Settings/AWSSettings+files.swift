extension AWSSettings {
    /// Reads the two shared files named in the environment, or those in the home folder.
    ///
    /// A missing file counts as empty, and so does what is not a regular file.
    package init(
        of environment: [String: String],
        profile: String? = nil,
        machine: Machine = .real
    ) throws(SettingsError) {
        let bare = AWSSettings(environment: environment, files: SharedFiles(), profile: profile)
        let config = bare.environment["AWS_CONFIG_FILE"] ?? "~/.aws/config"
        let credentials = bare.environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials"
        let files = SharedFiles(
            config: try bare.file(config, machine),
            credentials: try bare.file(credentials, machine)
        )
        self.init(environment: environment, files: files, profile: profile)
    }

    private func file(_ path: String, _ machine: Machine) throws(SettingsError) -> ConfigFile {
        guard let bytes = machine.settings(expanded(path)) else { return ConfigFile() }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable(path, line: nil) }
        return try ConfigFile(text, name: path)
    }

    /// Replaces `~` with the home folder.
    func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
        return home + path.dropFirst()
    }

    /// A transport with these settings.
    package var transport: HTTPTransport {
        let authorities = environment["AWS_CA_BUNDLE"] ?? (try? profile())?["ca_bundle"]
        return HTTPTransport(
            proxies: ProxySettings(environment: environment),
            authorities: authorities.map { expanded($0) }
        )
    }
}
