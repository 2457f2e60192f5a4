package import LedgerDomain
package import LedgerValues

/// A cloud that is asked only until a deployment's time is over.
///
/// A call that changes something and has no answer by then is in doubt, like one whose answer was lost. A look at what it
/// did has some more time, or no call would ever be found that was sent late.
package struct BoundedCloud: Cloud {
    private let cloud: any Cloud
    private let deadline: ContinuousClock.Instant
    private let look: Duration

    /// `look` is how long looks may go on once the time is over.
    package init(_ cloud: any Cloud, until deadline: ContinuousClock.Instant, look: Duration = .seconds(20)) {
        (self.cloud, self.deadline, self.look) = (cloud, deadline, look)
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
        guard ContinuousClock.now < deadline else { return CloudAnswer(notSentFor: Self.late("the call")) }
        let answer = await outcome(until: deadline) { await cloud.send(operation, recorded, of: deployment) }
        return answer ?? .doubtful(why: "no answer within the time for the deployment")
    }

    package func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ recorded: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult {
        let found = await outcome(until: deadline + look) {
            await cloud.look(for: operation, as: action, recorded, of: deployment)
        }
        return found ?? .inconclusive(why: "AWS does not answer")
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
        let result: Result<Value, CloudError>? = await outcome(until: deadline) {
            do throws(CloudError) { return .success(try await read()) } catch { return .failure(error) }
        }
        return try result?.get()
    }

    /// What a call comes to; nil if the time is over first.
    private func outcome<Value: Sendable>(
        until end: ContinuousClock.Instant,
        of call: @escaping @Sendable () async -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask { await call() }
            group.addTask {
                try? await Task.sleep(until: end, clock: .continuous)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
