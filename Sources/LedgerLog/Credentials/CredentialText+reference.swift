extension CredentialText {
    /// Whether a value does not hold the secret: it is empty, a mask, or only a reference to where the secret is.
    ///
    /// Only the whole value counts: `$ecret-123` and `arn:hunter2` refer to nothing.
    func isReference(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        guard let first = value.first, value.count <= Self.longestReference else { return value.isEmpty }
        if value.allSatisfy({ $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "x") }) { return true }
        switch first {
        case UInt8(ascii: "$"): return value.isShellReference
        case UInt8(ascii: "%"): return value.isWrapped("%%", .name, "%%")
        case UInt8(ascii: "{"): return value.isWrapped("{{", .template, "}}")
        case UInt8(ascii: "<"): return value.isWrapped("<", .placeholder, ">")
        case UInt8(ascii: "/"), UInt8(ascii: "."): return value.isPath
        default: return value.isNothing || value.isARN || value.isURL || value.isNamed
        }
    }

    private static let longestReference = 512
}

extension ByteSet {
    fileprivate static let environmentName = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    fileprivate static let template = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./: "
    )
    fileprivate static let placeholder = ByteSet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_- ")
    fileprivate static let shellSpecial = ByteSet("0123456789@*#?!")
    fileprivate static let host = ByteSet("abcdefghijklmnopqrstuvwxyz0123456789-.")
    /// The characters of an ARN's last part.
    static let resource = ByteSet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:*+@$"
    )
}

extension ArraySlice<UInt8> {
    fileprivate func consists(of alphabet: ByteSet) -> Bool { allSatisfy { alphabet.contains($0) } }

    /// Whether this is a text of `alphabet` between two marks.
    fileprivate func isWrapped(_ start: String, _ alphabet: ByteSet, _ end: String) -> Bool {
        let (first, last) = (start.utf8.count, end.utf8.count)
        return count > first + last && starts(with: start.utf8) && suffix(last).elementsEqual(end.utf8)
            && dropFirst(first).dropLast(last).consists(of: alphabet)
    }

    /// `$NAME`, `${name}`, `$(NAME)`, `$(cat FILE)` or `$1`; Compose files double the dollar signs.
    ///
    /// Without braces, a name is in capitals or has words that underscores separate: `$ecret123` is a password.
    fileprivate var isShellReference: Bool {
        if starts(with: "$$".utf8) { return dropFirst().isShellReference }
        let name = dropFirst()
        if name.count == 1 { return name.consists(of: .shellSpecial) }
        if isWrapped("${", .name, "}") || isWrapped("$(", .environmentName, ")") { return true }
        if starts(with: "$(cat ".utf8), last == UInt8(ascii: ")") { return dropFirst(6).dropLast().isPath }
        if name.isEnvironmentName { return true }
        return name.contains(UInt8(ascii: "_"))
            && name.allSatisfy { ByteSet.smallLetters.contains($0) || $0 == UInt8(ascii: "_") }
    }

    private var isEnvironmentName: Bool {
        consists(of: .environmentName) && !(first.map { ByteSet.digits.contains($0) } ?? true)
    }

    /// Small letters only: a random text that begins with a slash has capitals too.
    fileprivate var isPath: Bool {
        (first == UInt8(ascii: "/") || starts(with: "./".utf8))
            && allSatisfy { ByteSet.path.contains($0) && !ByteSet.capitals.contains($0) }
    }

    fileprivate var isNothing: Bool {
        count <= 32 && Self.nothings.contains(String(decoding: self, as: UTF8.self).lowercased())
    }

    /// `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
    var isARN: Bool {
        guard starts(with: "arn:aws".utf8), consists(of: .resource) else { return false }
        let parts = split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, !parts[2].isEmpty, !parts[5].isEmpty else { return false }
        let account = parts[4]
        return parts[1...3].allSatisfy { $0.consists(of: .host) }
            && (account.isEmpty || account.elementsEqual("aws".utf8)
                || account.count == 12 && account.consists(of: .digits))
    }

    /// A URL of a host with a domain, without user, query and fragment.
    fileprivate var isURL: Bool {
        guard let scheme = ["https://", "http://"].first(where: { starts(with: $0.utf8) }) else { return false }
        let rest = dropFirst(scheme.utf8.count)
        let host = rest.prefix { ByteSet.host.contains($0) }
        var path = rest.dropFirst(host.count)
        if path.first == UInt8(ascii: ":") { path = path.dropFirst().drop { ByteSet.digits.contains($0) } }
        return host.contains(UInt8(ascii: ".")) && (path.isEmpty || path.first == UInt8(ascii: "/"))
            && path.consists(of: .path)
    }

    /// `file:///run/secrets/db` or `env:DB_PASSWORD`.
    fileprivate var isNamed: Bool {
        if starts(with: "env:".utf8) { return dropFirst(4).isEnvironmentName }
        guard starts(with: "file:".utf8) else { return false }
        let path = dropFirst(5)
        return (path.starts(with: "//".utf8) ? path.dropFirst(2) : path).isPath
    }

    private static let nothings: Set = [
        "true", "false", "yes", "no", "on", "off", "null", "none", "nil", "••••", "hidden_due_to_security_reasons",
    ]
}
