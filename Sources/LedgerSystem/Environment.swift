import Glibc

/// Environment variables.
package enum Environment {
    /// The sealing keys, and the command that prints them.
    package static let sealKey = "STACKLEDGER_SEAL_KEY"
    package static let sealKeyCommand = "STACKLEDGER_SEAL_KEY_COMMAND"
    /// The variable's value; nil if it is unset or empty.
    package static subscript(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// All non-empty variables by name.
    package static var all: [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let line = entry.pointee {
            let name = String(String(cString: line).prefix { $0 != "=" })
            all[name] = self[name]
            entry += 1
        }
        return all
    }
}

// MARK: - Other programs

extension Environment {
    private static let secrets = [sealKey, sealKeyCommand]

    /// The variables of a child process: never the sealing keys; AWS's, which may be credentials, only if it needs them.
    package static func forChildren(withAWS isForAWS: Bool = false) -> [String: String] {
        withoutSecrets(all).filter { isForAWS || !$0.key.hasPrefix("AWS_") }
    }

    static func withoutSecrets(_ variables: [String: String]) -> [String: String] {
        variables.filter { !secrets.contains($0.key) }
    }

    /// Removes the sealing keys, for a program that takes the place of this one.
    package static func removeSecrets() {
        for name in secrets { unsetenv(name) }
    }

    /// The first variable with such a name whose value is not UTF-8: what is read of it would be something else.
    package static func unreadableName(where isMeant: (String) -> Bool) -> String? {
        var entry = environ
        while let line = entry.pointee {
            let name = String(String(cString: line).prefix { $0 != "=" })
            if isMeant(name), String(validatingCString: line) == nil { return name }
            entry += 1
        }
        return nil
    }
}
