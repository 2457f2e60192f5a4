package import LedgerDomain
import LedgerProcessor
import LedgerValues

/// `scale`: sets a stage's task count or scaling bounds, or those of its instances.
package struct Scaling: Sendable {
    package let stage: StageID
    private let wish: DesiredScale

    /// Without any number there is nothing to do: give at least one.
    ///
    /// - Throws: ``InputError/contradictingScale(_:)`` for numbers that cannot be.
    package init(
        _ stage: StageID,
        ofInstances: Bool,
        desired: Int?,
        minimum: Int?,
        maximum: Int?
    ) throws(OperationError) {
        self.stage = stage
        wish = DesiredScale(
            ofInstances ? .instances : .tasks,
            desired: desired.map(Int64.init),
            minimum: minimum.map(Int64.init),
            maximum: maximum.map(Int64.init)
        )
        if let contradiction = wish.contradiction { throw .input(.contradictingScale(contradiction)) }
    }

    package func run(
        _ ledger: Ledger,
        _ caller: Caller,
        _ settings: ActSettings
    ) async throws(OperationError) -> ActOutcome {
        let arguments = [
            "desired": wish.desired.map(String.init), "min": wish.minimum.map(String.init),
            "max": wish.maximum.map(String.init), "of": wish.unit.rawValue,
        ]
        return try await DeploymentAct(stage, ledger, caller, settings, .scale, arguments).run {
            (stage, _) throws(OperationError) in
            let standing: DesiredScale
            do throws(CloudError) { standing = try await stage.cloud.standing(of: wish.unit) } catch {
                throw .cloud(error)
            }
            try check(wish.over(standing))
            return DeploymentWish(request(from: standing, settings))
        }
    }

    private func request(from standing: DesiredScale, _ settings: ActSettings) -> DeploymentRequest {
        var request = DeploymentRequest(
            kind: .scale,
            reason: settings.reason,
            idempotencyKey: settings.idempotencyKey
        )
        (request.changes.scale, request.changes.before) = (wish.json, standing.json)
        switch wish.unit {
        case .instances: request.plan = [.updateAutoScalingGroup]
        case .tasks:
            let bounds: [DeploymentOperation] = wish.minimum ?? wish.maximum == nil ? [] : [.registerScalableTarget]
            request.plan = bounds + (wish.desired == nil ? [] : [.updateService])
        }
        return request
    }

    /// `result` is what would stand then.
    private func check(_ result: DesiredScale) throws(OperationError) {
        // The count now may lie outside of new bounds: autoscaling brings it in.
        let desired = wish.desired.flatMap { _ in result.desired }
        let judged = DesiredScale(wish.unit, desired: desired, minimum: result.minimum, maximum: result.maximum)
        if let contradiction = judged.contradiction { throw .refused(.bounds(stage, contradiction)) }
        guard (wish.minimum == nil) == (wish.maximum == nil) || result.minimum != nil && result.maximum != nil else {
            throw .refused(.boundsMissing(stage))
        }
    }
}
