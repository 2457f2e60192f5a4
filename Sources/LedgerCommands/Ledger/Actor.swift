import ArgumentParser
import Glibc
import LedgerSystem

/// Who does something.
enum Actor {
    /// The CI's user where a CI runs this, else the user of the system.
    static var current: String {
        for (variable, prefix) in identities {
            if let name = Environment[variable] { return prefix + name }
        }
        return systemUser
    }

    private static let identities = [
        ("GITHUB_ACTOR", "github:"), ("GITLAB_USER_LOGIN", "gitlab:"), ("BUILDKITE_BUILD_CREATOR", "buildkite:"),
        ("CIRCLE_USERNAME", "circleci:"), ("CODEBUILD_INITIATOR", "codebuild:"),
    ]

    private static var systemUser: String {
        let host = hostName.map { "@\($0)" } ?? ""
        guard let entry = getpwuid(geteuid()) else { return "uid:\(geteuid())\(host)" }
        return String(cString: entry.pointee.pw_name) + host
    }

    private static var hostName: String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, gethostname(start, 255) == 0 else { return nil }
            start[255] = 0
            let name = String(cString: start)
            return name.isEmpty ? nil : name
        }
    }
}

struct ActorOptions: ParsableArguments {
    @Option(help: "Who does this; by default the CI's user, else the system's.")
    private var actor: String?

    func name() throws(Failure) -> String {
        let name = actor ?? Actor.current
        guard !name.isEmpty else { throw .usage("an empty --actor", hint: "name who does this") }
        return name
    }
}
