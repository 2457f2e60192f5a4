package import LedgerDomain
package import LedgerValues

/// A cloud that is asked only until a deployment's time is over.
///
/// A call that changes something is not cut short, as nobody would know what it did; it has a time limit of its own. Nor
/// is a look at what such a call did.
package struct BoundedCloud: Cloud {
    private let cloud: any Cloud
    private let deadline: ContinuousClock.Instant

    package init(_ cloud: any Cloud, until deadline: ContinuousClock.Instant) {
        (self.cloud, self.deadline) = (cloud, deadline)
    }

    package func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        let found = try await inTime { () async throws(CloudError) in
            try await cloud.request(for: operation, as: action, of: deployment)
        }
        guard let found else { throw .notYet("AWS does not answer") }
        return found
    }

    package func send(
        _ operation: DeploymentOperation,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        await cloud.send(operation, recorded, of: deployment)
    }

    package func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult {
        await cloud.look(for: operation, as: action, recorded, of: deployment)
    }

    package func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        let found = try await inTime { () async throws(CloudError) in
            try await cloud.progress(of: start, in: deployment)
        }
        guard let found else { throw Self.late("the look at the deployment") }
        return found
    }

    package func images(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> [String: String] {
        let found = try await inTime { () async throws(CloudError) in
            try await cloud.images(of: start, in: deployment)
        }
        guard let found else { throw Self.late("the look at the images") }
        return found
    }

    package func stops(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> StopReport {
        let found = try await inTime { () async throws(CloudError) in
            try await cloud.stops(of: start, in: deployment)
        }
        guard let found else { throw Self.late("the look at the tasks") }
        return found
    }

    private static func late(_ what: String) -> CloudError {
        .unanswered(operation: what, message: "no answer in time")
    }

    /// The result of a read; nil if the time is over first.
    private func inTime<Value: Sendable>(
        _ read: @escaping @Sendable () async throws(CloudError) -> Value
    ) async throws(CloudError) -> Value? {
        let deadline = deadline
        let result = await withTaskGroup(of: Result<Value, CloudError>?.self) { group in
            group.addTask {
                do throws(CloudError) { return .success(try await read()) } catch { return .failure(error) }
            }
            group.addTask {
                try? await Task.sleep(until: deadline, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        return try result?.get()
    }
}
