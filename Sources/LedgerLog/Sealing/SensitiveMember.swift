/// What a member's name says of the values in it, in whatever letters: `dockerLabels`, `DockerLabels`, `docker-labels`.
enum SensitiveMember {
    /// All values are secret, whatever they are.
    case environment
    /// Values are secret when they show to be credentials.
    case inline
    /// Prose from outside, in which credentials are masked.
    case message

    init?(_ name: String) {
        guard let first = name.utf8.first, let candidates = Self.candidates(first | 0x20) else { return nil }
        for (candidate, member) in candidates where Self.isSame(name, candidate) {
            self = member
            return
        }
        return nil
    }

    /// By their first letter, since most names are none of these.
    private static func candidates(_ first: UInt8) -> [(StaticString, SensitiveMember)]? {
        switch first {
        case UInt8(ascii: "c"): withC
        case UInt8(ascii: "d"): withD
        case UInt8(ascii: "e"): withE
        case UInt8(ascii: "l"): withL
        case UInt8(ascii: "m"): withM
        case UInt8(ascii: "o"): withO
        case UInt8(ascii: "s"): withS
        default: nil
        }
    }

    private static let withC: [(StaticString, SensitiveMember)] = [("command", .inline)]
    private static let withD: [(StaticString, SensitiveMember)] = [("dockerlabels", .inline), ("driveropts", .inline)]
    private static let withE: [(StaticString, SensitiveMember)] = [
        ("environment", .environment), ("env", .environment), ("environmentvariables", .environment),
        ("environmentvariablesoverride", .environment), ("entrypoint", .inline), ("errormessage", .message),
    ]
    private static let withL: [(StaticString, SensitiveMember)] = [("labels", .inline)]
    private static let withM: [(StaticString, SensitiveMember)] = [("message", .message)]
    private static let withO: [(StaticString, SensitiveMember)] = [("options", .inline)]
    private static let withS: [(StaticString, SensitiveMember)] = [
        ("settings", .inline), ("stoppedreason", .message), ("statusreason", .message),
    ]

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
