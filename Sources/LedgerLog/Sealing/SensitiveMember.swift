/// What a member's name says of the values in it, in whatever letters: `dockerLabels`, `DockerLabels`, `docker-labels`.
enum SensitiveMember {
    /// All values are secret, whatever they are.
    case environment
    /// Values are secret when they show to be credentials.
    case inline
    /// Prose from outside, in which credentials are masked.
    case message

    /// By the first letter, since most names are none of these.
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

    /// Whether they are the same but for capitals, `-` and `_`.
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

    /// Objects that are part of what is around them: their names belong to a value's.
    static func isWrapper(_ name: String) -> Bool {
        ["healthcheck", "logconfiguration", "firelensconfiguration", "dockervolumeconfiguration"]
            .contains(name.lowercased())
    }

    /// The members in which values are looked at, as ECS names them.
    static let inlinePlaces = [
        "command", "dockerLabels", "dockerVolumeConfiguration.driverOpts", "dockerVolumeConfiguration.labels",
        "driverOpts", "entryPoint", "firelensConfiguration.options", "healthCheck.command", "labels",
        "logConfiguration.options", "options", "settings",
    ]
}
