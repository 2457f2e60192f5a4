package import LedgerValues

/// A task of a deployment that stopped, and why, as AWS tells it.
package struct TaskStop: Equatable, Sendable {
    package struct Container: Equatable, Sendable {
        package let name: String
        package let exitCode: Int64?
        package let reason: String?

        package init(name: String, exitCode: Int64? = nil, reason: String? = nil) {
            (self.name, self.exitCode, self.reason) = (name, exitCode, reason)
        }
    }

    /// The last part of its ARN.
    package let task: String
    /// `EssentialContainerExited`, `TaskFailedToStart` and others.
    package let code: String?
    package let reason: String
    package let containers: [Container]
    package let stoppedAt: Timestamp?

    package init(task: String, code: String?, reason: String, containers: [Container], stoppedAt: Timestamp?) {
        (self.task, self.code, self.reason) = (task, code, reason)
        (self.containers, self.stoppedAt) = (containers, stoppedAt)
    }
}

extension TaskStop {
    /// Whether ECS stopped it because it is not needed any more.
    package var isScaling: Bool { reason.hasPrefix("Scaling activity initiated by") }

    /// The containers that did not end well.
    package var failed: [Container] {
        containers.filter { $0.reason != nil || $0.exitCode.map { $0 != 0 } ?? false }
    }

    /// `task 1f2e: EssentialContainerExited, exit 1 (api)`.
    ///
    /// The code where it says all, and the reason where that says more.
    package var text: String {
        let isExit = code == "EssentialContainerExited"
        let what = isExit || reason.isEmpty ? code ?? "it stopped" : reason
        return "task \(task): \(what)" + failed.map(\.text).joined()
    }
}

extension TaskStop.Container {
    fileprivate var text: String {
        let exit = exitCode.map { ", exit \($0)" } ?? ","
        return "\(exit) (\(name)\(reason.map { ": \($0)" } ?? ""))"
    }
}

/// Why tasks of a deployment stopped, and where to read more.
package struct StopReport: Equatable, Sendable {
    /// At most two, the newest first.
    package let stops: [TaskStop]
    private let logGroups: [String]
    /// The page of the newest task in AWS's console.
    private let link: String?

    package init(stops: [TaskStop] = [], logGroups: [String] = [], link: String? = nil) {
        (self.stops, self.logGroups, self.link) = (stops, logGroups, link)
    }

    /// What AWS says of the deployment, with what the report adds to it.
    package func explaining(_ message: String) -> String {
        guard !stops.isEmpty else { return message }
        let first = message.hasSuffix(".") ? String(message.dropLast()) : message
        let groups = logGroups.map { "log group \($0)" }
        return ([first] + stops.map(\.text) + groups + [link].compactMap(\.self)).joined(separator: "; ")
    }
}
