import ArgumentParser
import LedgerDomain
import LedgerProcessor
import LedgerValues

struct ScaleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scale",
        abstract: "Set how many tasks a stage has, or between how many it is scaled; or the instances below it.",
        discussion: """
            Bounds of tasks are those of Application Auto Scaling, and leave the number between them to it. With \
            --instances they are those of the EC2 Auto Scaling group that the stage's setting autoScalingGroup names. A \
            rollback never restores counts.

              stackledger scale shop/prod --desired 4
              stackledger scale shop/prod --min 2 --max 10 -m "sale weekend"
              stackledger stage change shop/prod --setting autoScalingGroup=shop-prod
              stackledger scale shop/prod --instances --min 2 --max 6
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "How many there are to be now.")
    var desired: Int?

    @Option(help: "The fewest.")
    var min: Int?

    @Option(help: "The most.")
    var max: Int?

    @Flag(help: "Of the EC2 instances, not of the tasks.")
    var instances = false

    @OptionGroup var options: ActOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let wish = DesiredScale(
            instances ? .instances : .tasks,
            desired: desired.map(Int64.init),
            minimum: min.map(Int64.init),
            maximum: max.map(Int64.init)
        )
        guard desired != nil || min != nil || max != nil else {
            throw Failure.usage("nothing to scale to", hint: "give --desired, --min or --max")
        }
        if let contradiction = wish.contradiction {
            throw Failure.usage(contradiction, hint: "min <= desired <= max")
        }
        let asked = [
            "desired": desired.map(String.init), "min": min.map(String.init), "max": max.map(String.init),
            "of": wish.unit.rawValue,
        ]
        try ActCommand(id, options, .scale, asked).run { entry, _ throws(Failure) in
            try await request(wish, entry)
        }
    }

    private func request(_ wish: DesiredScale, _ entry: StageEntry) async throws(Failure) -> DeploymentRequest {
        let standing: DesiredScale
        do throws(CloudError) { standing = try await entry.reader.standing(of: wish.unit) } catch {
            throw Failure(error)
        }
        try Self.check(wish.over(standing), wish, entry.id)
        var request = DeploymentRequest(
            kind: .scale,
            reason: options.reason.reason,
            changes: ["scale": .object(wish.json), "before": .object(standing.json)],
            idempotencyKey: options.idempotencyKey
        )
        switch wish.unit {
        case .instances: request.plan = [.updateAutoScalingGroup]
        case .tasks:
            let bounds: [DeploymentOperation] =
                wish.minimum ?? wish.maximum == nil ? [] : [.registerScalableTarget]
            request.plan = bounds + (wish.desired == nil ? [] : [.updateService])
        }
        return request
    }

    /// `result` is what would stand then.
    private static func check(_ result: DesiredScale, _ wish: DesiredScale, _ id: StageID) throws(Failure) {
        // How many there are now may lie outside of new bounds: autoscaling brings them in.
        let desired = wish.desired.flatMap { _ in result.desired }
        let judged = DesiredScale(wish.unit, desired: desired, minimum: result.minimum, maximum: result.maximum)
        if let contradiction = judged.contradiction {
            throw Failure(.refused, "bounds", "\(id): \(contradiction)", hint: "give --min or --max too")
        }
        guard (wish.minimum == nil) == (wish.maximum == nil) || result.minimum != nil && result.maximum != nil else {
            throw Failure(.refused, "bounds", "the tasks of \(id) have no bounds yet", hint: "give --min and --max")
        }
    }
}
