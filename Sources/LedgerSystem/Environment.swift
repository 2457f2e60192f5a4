import Glibc

/// Environment variables.
package enum Environment {
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
