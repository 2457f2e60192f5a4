package import LedgerDomain
package import LedgerValues

/// The calls that a deployment would make, found out by reads alone.
///
/// What rules a deployment out shows here, before anything is recorded.
package struct Rehearsal: Sendable {
    package struct Call: Equatable, Sendable {
        package let operation: DeploymentOperation
        /// With plain values: it must not be shown or kept as it is.
        package let request: JSONObject
    }

    package private(set) var calls: [Call] = []

    /// Without calls.
    package init() {}

    package init(
        of request: DeploymentRequest,
        on stage: StageAdded,
        in cloud: some Cloud
    ) async throws(CloudError) {
        try await self.init(of: request, after: [:], on: stage, in: cloud)
    }

    /// The calls that are left of a deployment: those that have not landed.
    package init(
        resuming process: DeploymentProcess,
        on stage: StageAdded,
        in cloud: some Cloud
    ) async throws(CloudError) {
        guard let request = process.request else {
            self.init()
            return
        }
        try await self.init(of: request, after: process.landed, on: stage, in: cloud)
    }

    private init(
        of request: DeploymentRequest,
        after done: [DeploymentOperation: JSONObject],
        on stage: StageAdded,
        in cloud: some Cloud
    ) async throws(CloudError) {
        var landed = done
        for operation in request.plan where done[operation] == nil {
            let context = DeploymentContext(stage: stage, request: request, landed: landed, isRehearsal: true)
            let action = UniqueID(high: 0, low: 0)
            let sent: JSONObject
            do { sent = try await cloud.request(for: operation, as: action, of: context) } catch .notYet {
                sent = [:]
            } catch {
                // A deployment succeeds without the call that closes it.
                guard operation == request.plan.closing else { throw error }
                continue
            }
            calls.append(Call(operation: operation, request: sent))
            landed[operation] = operation.promise
        }
    }

    /// The call that would stop a deployment.
    ///
    /// There is none if the deployment is only dropped, or goes on.
    package init(
        cancelling process: DeploymentProcess,
        on stage: StageAdded,
        in cloud: some Cloud
    ) async throws(CloudError) {
        guard let request = process.request, let deployment = process.deployment else { return }
        var unwanted = process
        let wish = StageEvent.deployment(deployment.id, version: deployment.version, .cancelRequested(reason: nil))
        unwanted.evolve(wish, at: deployment.times.began)
        guard case .intend(let operation) = unwanted.next else { return }
        let context = DeploymentContext(stage: stage, request: request, landed: process.landed)
        let action = UniqueID(high: 0, low: 0)
        let sent = try await cloud.request(for: operation, as: action, of: context)
        calls = [Call(operation: operation, request: sent)]
    }
}
