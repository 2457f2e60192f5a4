import Glibc

/// Environment variables.
enum Environment {
    /// The variable's value, nil when it is unset or empty.
    static subscript(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The names of all variables.
    static var names: [String] {
        var names: [String] = []
        var entry = environ
        while let line = entry.pointee {
            names.append(String(String(cString: line).prefix { $0 != "=" }))
            entry += 1
        }
        return names
    }
}
