import LedgerAWS
package import LedgerDomain
package import LedgerValues

/// How many tasks or instances of a stage there are to be; what is nil stays as it is.
package struct ScaleWish: Equatable, Sendable {
    package enum Unit: String, Sendable {
        /// Of the service; bounds are those of Application Auto Scaling.
        case tasks
        /// Of the EC2 Auto Scaling group that the cluster's tasks run on.
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

    /// As `changes.scale` and `changes.before` have it.
    package var json: JSONObject {
        var object: JSONObject = ["of": .string(unit.rawValue)]
        object["desired"] = desired.map { .integer($0) }
        object["min"] = minimum.map { .integer($0) }
        object["max"] = maximum.map { .integer($0) }
        return object
    }

    /// What it comes to where `standing` is so now.
    package func over(_ standing: ScaleWish) -> ScaleWish {
        ScaleWish(
            unit,
            desired: desired ?? standing.desired,
            minimum: minimum ?? standing.minimum,
            maximum: maximum ?? standing.maximum
        )
    }

    /// What is wrong with the numbers, whatever is scaled: nil when nothing is.
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

    /// Tasks of a service, by ECS' quota; a group of instances has none, and none of that size.
    private static let most: Int64 = 5_000
}

extension DeploymentRequest {
    package var scale: ScaleWish? { changes["scale"]?.object.flatMap { ScaleWish($0) } }
    /// What stood when it was asked for.
    package var scaleBefore: ScaleWish? { changes["before"]?.object.flatMap { ScaleWish($0) } }
}

extension DeploymentContext {
    func scale() throws(CloudError) -> ScaleWish {
        guard let scale = request.scale else { throw .unusable("nothing says what to scale to", hint: "scale again") }
        return scale
    }

    /// What a look at numbers tells of those that were sent: they stand, or those from before, or somebody else's.
    ///
    /// How many there are moves between the bounds by itself; `standing` has it only where it was sent too.
    func sight(of standing: ScaleWish) throws(CloudError) -> CloudSight {
        let wish = try scale()
        let sent = ScaleWish(
            wish.unit,
            desired: standing.desired.flatMap { _ in wish.desired },
            minimum: wish.minimum,
            maximum: wish.maximum
        )
        if sent.over(standing) == standing { return .landed(standing.json) }
        guard let before = request.scaleBefore, before.minimum == standing.minimum, before.maximum == standing.maximum
        else { return .inconclusive(why: "somebody else has set \(CanonicalJSON.text(.object(standing.json)))") }
        return .absent(standing.json)
    }

    /// The setting that names the group of instances.
    func instanceGroup() throws(CloudError) -> String { try stage.instanceGroup() }
}

extension StageAdded {
    func instanceGroup() throws(CloudError) -> String {
        if let name = settings["autoScalingGroup"]?.string { return name }
        throw .unusable(
            "\(id) does not say on which Auto Scaling group it runs",
            hint: "stackledger stage change \(id) --setting autoScalingGroup=NAME"
        )
    }
}
