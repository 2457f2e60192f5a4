/// How to treat the values in a member, by its name in any case: `dockerLabels`, `DockerLabels`, `docker-labels`.
enum SensitiveMember {
    /// All values are secret.
    case environment
    /// Values are secret if a ``CredentialRule`` matches.
    case inline
    /// Text from outside, in which credentials are masked.
    case message

    /// Switches on the first letter first, since most names match nothing.
    init?(_ name: String) {
        guard let first = name.utf8.first else { return nil }
        switch first | 0x20 {
        case UInt8(ascii: "c") where Self.isSame(name, "command"): self = .inline
        case UInt8(ascii: "d") where Self.isSame(name, "dockerlabels") || Self.isSame(name, "driveropts"):
            self = .inline
        case UInt8(ascii: "d") where Self.isSame(name, "deeplink") || Self.isSame(name, "description"): self = .message
        case UInt8(ascii: "e"):
            if Self.isSame(name, "environment") || Self.isSame(name, "env") || Self.isSame(name, "environmentvariables")
                || Self.isSame(name, "environmentvariablesoverride")
            {
                self = .environment
            } else if Self.isSame(name, "entrypoint") {
                self = .inline
            } else if Self.isSame(name, "errormessage") || Self.isSame(name, "externalexecutionurl") {
                self = .message
            } else {
                return nil
            }
        case UInt8(ascii: "l") where Self.isSame(name, "labels"): self = .inline
        case UInt8(ascii: "l") where Self.isSame(name, "log"): self = .message
        case UInt8(ascii: "m") where Self.isSame(name, "message"): self = .message
        case UInt8(ascii: "r") where Self.isSame(name, "reason"): self = .message
        case UInt8(ascii: "u") where Self.isSame(name, "url"): self = .message
        case UInt8(ascii: "o") where Self.isSame(name, "options"): self = .inline
        case UInt8(ascii: "s") where Self.isSame(name, "settings"): self = .inline
        case UInt8(ascii: "s") where Self.isSame(name, "stoppedreason") || Self.isSame(name, "statusreason"):
            self = .message
        default: return nil
        }
    }

    /// Whether the names are equal, ignoring case, `-` and `_`.
    private static func isSame(_ name: String, _ candidate: StaticString) -> Bool {
        let bytes = name.utf8.span
        let length = candidate.utf8CodeUnitCount
        guard bytes.count >= length, bytes.count <= length + 4 else { return false }
        var matched = 0
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { continue }
            guard matched < length, candidate.utf8Start[matched] == byte | 0x20 else { return false }
            matched += 1
        }
        return matched == length
    }

    /// Whether the object's name is part of its values' names.
    static func isWrapper(_ name: String) -> Bool {
        ["healthcheck", "logconfiguration", "firelensconfiguration", "dockervolumeconfiguration"]
            .contains(name.lowercased())
    }

    /// The members that are searched for credentials, named as in ECS.
    static let inlinePlaces = [
        "command", "dockerLabels", "dockerVolumeConfiguration.driverOpts", "dockerVolumeConfiguration.labels",
        "driverOpts", "entryPoint", "firelensConfiguration.options", "healthCheck.command", "labels",
        "logConfiguration.options", "options", "settings",
    ]
}
