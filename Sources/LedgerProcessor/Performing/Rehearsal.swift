package import LedgerDomain
package import LedgerValues

/// The calls of a deployment as they would be made, found out by reads alone.
///
/// What stands in a deployment's way comes out here before anything is written down.
package struct Rehearsal: Sendable {
    package struct Call: Equatable, Sendable {
        package let operation: DeploymentOperation
        /// With its values in the clear: nothing that may be shown or kept as it is.
        package let request: JSONObject
    }

    package private(set) var calls: [Call] = []

    /// Of nothing.
    package init() {}

    package init(
        of request: DeploymentRequest,
        on stage: StageAdded,
        in cloud: some Cloud
    ) async throws(CloudError) {
        var landed: [DeploymentOperation: JSONObject] = [:]
        for operation in request.plan {
            let context = DeploymentContext(stage: stage, request: request, landed: landed, isRehearsal: true)
            let action = UniqueID(high: 0, low: 0)
            let sent: JSONObject
            do { sent = try await cloud.request(for: operation, as: action, of: context) } catch .notYet {
                sent = [:]
            }
            calls.append(Call(operation: operation, request: sent))
            landed[operation] = operation.promise
        }
    }

    /// The call by which a deployment would be ended; none where it is only left, or goes on.
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

extension DeploymentOperation {
    /// What stands for its result as long as there is none.
    fileprivate var promise: JSONObject {
        switch self {
        case .registerTaskDefinition: ["arn": "(the revision that is registered)"]
        case .publishVersion: ["revision": "(the version that is published)"]
        case .putImage, .updateService, .registerScalableTarget, .updateAutoScalingGroup, .stopServiceDeployment,
            .updateFunctionCode, .updateAlias, .tagFunction:
            [:]
        }
    }
}
