import LedgerDomain

/// How to treat the values in a member, by its name in any case: `dockerLabels`, `DockerLabels`, `docker-labels`.
enum SensitiveMember {
    /// All values are secret.
    case environment(SealCandidate.Kind)
    /// Names of environment files; what is none is secret.
    case files
    /// Values are secret if a ``CredentialRule`` matches.
    case inline
    /// Text from outside, in which credentials are masked.
    case message

    /// Looks at the first letter, or at the last, since most names match nothing.
    init?(_ name: String) {
        guard let first = name.utf8.first else { return nil }
        switch first | 0x20 {
        case UInt8(ascii: "c") where Self.isSame(name, "command"): self = .inline
        case UInt8(ascii: "d") where Self.isSame(name, "dockerlabels") || Self.isSame(name, "driveropts"):
            self = .inline
        case UInt8(ascii: "e") where Self.environments.contains { Self.isSame(name, $0) }:
            self = .environment(.environment)
        case UInt8(ascii: "e") where Self.otherEnvironments.contains { Self.isSame(name, $0) }:
            self = .environment(.hidden)
        case UInt8(ascii: "e") where Self.isSame(name, "environmentfiles"): self = .files
        case UInt8(ascii: "e") where Self.isSame(name, "entrypoint"): self = .inline
        case UInt8(ascii: "l") where Self.isSame(name, "labels"): self = .inline
        case UInt8(ascii: "o") where Self.isSame(name, "options"): self = .inline
        case UInt8(ascii: "s") where Self.isSame(name, "settings"): self = .inline
        default:
            guard Self.isMessage(name) else { return nil }
            self = .message
        }
    }

    private static let environments: [StaticString] = [
        "environment", "env", "environmentvariables", "environmentvariablesoverride",
    ]

    /// Names that earlier versions did not know.
    private static let otherEnvironments: [StaticString] = [
        "environ", "environments", "envs", "envvar", "envvars", "envvariable", "envvariables", "environmentvar",
        "environmentvars", "environmentvariable", "environmentvariableoverrides", "environmentvariablesoverrides",
        "environmentoverride", "environmentoverrides",
    ]

    /// Endings of names by their last letter, as in `stoppedReason` and `StatusMessage`.
    private static let messages: [UInt8: [[UInt8]]] = {
        let endings = [
            "message", "messages", "reason", "reasons", "cause", "causes", "error", "errors", "description", "url",
            "why", "evidence", "log", "deeplink", "details", "exception", "stderr", "stdout",
        ]
        return Dictionary(grouping: endings.map { Array($0.utf8) }) { $0[$0.count - 1] }
    }()

    private static func isMessage(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let last = bytes.last, let endings = messages[last | 0x20] else { return false }
        return endings.contains { ending in
            bytes.count >= ending.count && zip(bytes.reversed(), ending.reversed()).allSatisfy { $0 | 0x20 == $1 }
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
    static let places: [String] =
        [
            "command", "dockerLabels", "dockerVolumeConfiguration.driverOpts", "dockerVolumeConfiguration.labels",
            "driverOpts", "entryPoint", "firelensConfiguration.options", "healthCheck.command", "labels",
            "logConfiguration.options", "options", "settings",
        ]
        + ["", "containerDefinitions"].flatMap { DefinitionMembers.table[$0] ?? [] }
        .filter { !unsearched.contains($0) }

    private static let unsearched: Set = [
        "containerDefinitions", "environment", "environmentFiles", "family", "image", "name",
    ]
}
