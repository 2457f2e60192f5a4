import LedgerAWS
package import LedgerDomain
package import LedgerValues

/// How many tasks or instances a stage should have, and between which bounds.
///
/// What is nil stays as it is.
package struct DesiredScale: Equatable, Sendable {
    package enum Unit: String, Sendable {
        /// Of the service. The bounds are those of Application Auto Scaling.
        case tasks
        /// Of the EC2 Auto Scaling group below the cluster.
        case instances
    }

    package let unit: Unit
    package let desired, minimum, maximum: Int64?

    package init(_ unit: Unit, desired: Int64?, minimum: Int64?, maximum: Int64?) {
        (self.unit, self.desired, self.minimum, self.maximum) = (unit, desired, minimum, maximum)
    }

    package init?(_ object: JSONObject) {
        guard let unit = object["of"]?.string.flatMap(Unit.init) else { return nil }
        self.init(
            unit,
            desired: object["desired"]?.integer,
            minimum: object["min"]?.integer,
            maximum: object["max"]?.integer
        )
    }

    /// The wire form in `changes.scale` and `changes.before`.
    package var json: JSONObject {
        var object: JSONObject = ["of": .string(unit.rawValue)]
        object["desired"] = desired.map { .integer($0) }
        object["min"] = minimum.map { .integer($0) }
        object["max"] = maximum.map { .integer($0) }
        return object
    }

    /// The result if the current scale is this.
    package func over(_ standing: DesiredScale) -> DesiredScale {
        DesiredScale(
            unit,
            desired: desired ?? standing.desired,
            minimum: minimum ?? standing.minimum,
            maximum: maximum ?? standing.maximum
        )
    }

    /// Why the numbers do not fit together; nil if they do.
    package var contradiction: String? {
        if let desired, desired < 0 { return "desired \(desired) is below 0" }
        if let minimum, minimum < 0 { return "min \(minimum) is below 0" }
        if let minimum, let maximum, minimum > maximum { return "min \(minimum) is above max \(maximum)" }
        if let desired, let minimum, desired < minimum { return "desired \(desired) is below min \(minimum)" }
        if let desired, let maximum, desired > maximum { return "desired \(desired) is above max \(maximum)" }
        if let most = [desired, minimum, maximum].compactMap(\.self).max(), most > Self.most {
            return "\(most) is above \(Self.most), the most that AWS allows"
        }
        return nil
    }

    /// The quota of ECS for the tasks of a service.
    ///
    /// Groups of instances have none, but are never that large.
    private static let most: Int64 = 5_000
}

extension DeploymentRequest {
    package var scale: DesiredScale? { changes.scale.flatMap { DesiredScale($0) } }
    /// The scale when it was asked for.
    package var scaleBefore: DesiredScale? { changes.before.flatMap { DesiredScale($0) } }
}

extension DeploymentContext {
    func scale() throws(CloudError) -> DesiredScale {
        guard let scale = request.scale else { throw .unusable("the scale to set is not known", hint: "scale again") }
        return scale
    }

    /// Whether the current numbers are those that were sent, those from before, or somebody else's.
    ///
    /// The number of tasks moves between the bounds by itself; `current` has it only if it was sent too.
    func lookResult(at current: DesiredScale) throws(CloudError) -> LookResult {
        let wanted = try scale()
        let sent = DesiredScale(
            wanted.unit,
            desired: current.desired.flatMap { _ in wanted.desired },
            minimum: wanted.minimum,
            maximum: wanted.maximum
        )
        if sent.over(current) == current { return .landed(current.json) }
        guard let before = request.scaleBefore, before.minimum == current.minimum, before.maximum == current.maximum
        else { return .inconclusive(why: "somebody else has set \(CanonicalJSON.text(.object(current.json)))") }
        return .absent(current.json)
    }
}

extension StageAdded {
    /// The setting that names the group of instances.
    func instanceGroup() throws(CloudError) -> String {
        if let name = settings["autoScalingGroup"]?.string { return name }
        throw .unusable(
            "\(id) does not name the Auto Scaling group that it runs on",
            hint: "stackledger stage change \(id.description.shellQuoted) --setting autoScalingGroup=NAME"
        )
    }
}
