import Glibc
import LedgerDomain
import LedgerSystem

/// Who does something, with which access to AWS and for how long, and who is told about it.
package struct Caller: Sendable {
    /// The CI's user where a CI runs this, else the user of the system; or whoever is named in their place.
    package let name: String
    /// This process and the CI's job that runs it, for others who wait for it.
    package let worker: String
    package let clouds: any StageClouds
    package var limits: TimeLimits
    package let report: Report

    package init(
        name: String? = nil,
        clouds: any StageClouds = AWSStageClouds(),
        limits: TimeLimits = TimeLimits(),
        report: @escaping Report = { _ in }
    ) throws(OperationError) {
        let name = name ?? Self.current
        guard !name.isEmpty else { throw .input(.emptyCallerName) }
        (self.name, self.clouds, self.limits, self.report) = (name, clouds, limits, report)
        let job = Self.job.map { ", \($0)" } ?? ""
        worker = "\(Self.current)\(job) (process \(getpid()))"
    }

    func cloud(of stage: StageAdded) throws(OperationError) -> any StageCloud {
        do { return try clouds.cloud(of: stage) } catch { throw .cloud(error) }
    }

    func note(_ note: OperationNote) { report(.note(note)) }
}

extension Caller {
    package static var current: String {
        for (variable, prefix) in identities {
            if let name = Environment[variable] { return prefix + name }
        }
        return systemUser
    }

    private static let identities = [
        ("GITHUB_ACTOR", "github:"), ("GITLAB_USER_LOGIN", "gitlab:"), ("BUILDKITE_BUILD_CREATOR", "buildkite:"),
        ("CIRCLE_USERNAME", "circleci:"), ("CODEBUILD_INITIATOR", "codebuild:"),
    ]

    /// Where the CI shows the job that runs this.
    private static var job: String? {
        if let run = Environment["GITHUB_RUN_ID"], let repository = Environment["GITHUB_REPOSITORY"] {
            return "\(Environment["GITHUB_SERVER_URL"] ?? "https://github.com")/\(repository)/actions/runs/\(run)"
        }
        for variable in jobs {
            if let job = Environment[variable] { return job }
        }
        return nil
    }

    private static let jobs = [
        "CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "CODEBUILD_BUILD_ARN", "BUILD_URL",
    ]

    static var systemUser: String {
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
