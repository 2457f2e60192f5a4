import Glibc
import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import LedgerValues

@testable import LedgerOperations

/// A random life of one stage: acts of ours that may be killed, what AWS does by itself, a colleague with the console,
/// and events that come late, twice, or in another order.
final class StageLife {
    let id: StageID = "shop/prod"
    let directory: String
    let aws: MemoryAWS
    var random: SeededRandom
    /// What happened, for whoever reads a failure.
    private(set) var diary: [String] = []
    /// What must not happen, and did.
    private(set) var faults: [String] = []
    /// Images that crash, and were deployed.
    var tried: Set<String> = []
    /// Those that are known to be bad: AWS rolled them back, or somebody turned away from them.
    var condemned: Set<String> = []
    private var pushed = 0

    init(seed: UInt64, mayBeFunction: Bool = false) throws {
        random = SeededRandom(seed: seed)
        directory = "\(Self.fastFolder)/stackledger-life-\(getpid())-\(seed)"
        var images = MemoryImages()
        images.push(as: "v0", isBad: false)
        let image =
            random.chance(50)
            ? "\(MemoryImages.repository):v0" : "\(MemoryImages.repository)@\(images.tags["v0"] ?? "")"
        let pinned = "\(MemoryImages.repository)@\(images.tags["v0"] ?? "")"
        let isFunction = mayBeFunction ? random.chance(25) : false
        let function = isFunction ? (hasAlias: random.chance(50), image: pinned) : nil
        aws = MemoryAWS(MemoryWorld(running: image, images, function: function))
        try found()
    }

    deinit { _ = system("rm -rf '\(directory)'") }

    /// In memory where the system has such a place.
    private static let fastFolder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"

    private func found() throws {
        let ledger = try Ledger.create(at: directory, clock: clock)
        let created = StackCreated(
            stack: id.stack,
            architecture: .container,
            repository: nil,
            account: MemoryWorld.account,
            region: MemoryWorld.region,
            description: nil
        )
        try ledger.record(EventBatch(.stack(.created(created)), in: .stack(id.stack)), by: "ada")
        let (isFunction, hasAlias) = aws.with { ($0.isFunction, $0.function.hasAlias) }
        let added = StageAdded(
            id: id,
            placement: .last,
            account: MemoryWorld.account,
            region: MemoryWorld.region,
            target: isFunction
                ? .lambda(function: "shop") : .ecs(cluster: "main", service: "shop", family: "shop", container: "shop"),
            approval: .automatic,
            settings: isFunction && hasAlias ? ["alias": .string(MemoryFunction.alias)] : [:]
        )
        try ledger.record(EventBatch(.stage(.added(added)), in: .stage(id)), by: "ada")
    }

    var clock: Ledger.Clock {
        let aws = aws
        return { aws.with { Timestamp(microseconds: $0.clock.tick() * 1_000_000) } }
    }

    func note(_ text: String) { diary.append(text) }

    func fault(_ text: String) {
        faults.append(text)
        note("FAULT: \(text)")
    }

    /// Pushes an image of its own under a tag of its own, and returns its name by that tag.
    func push(isBad: Bool) -> ImageName? {
        pushed += 1
        let tag = "v\(pushed)"
        aws.with { $0.images.push(as: tag, isBad: isBad) }
        return ImageName("\(MemoryImages.repository):\(tag)")
    }

    func digest(of image: ImageName) -> String {
        aws.with { $0.images.tags[image.tag ?? ""] ?? "" }
    }
}

// MARK: - Processes

extension StageLife {
    /// Runs an act as a process of its own, which dies at one of its steps where `mayDie`.
    @discardableResult
    func run<Value: Sendable>(
        _ name: String,
        mayDie: Bool = false,
        limits: TimeLimits = TimeLimits(outcome: .seconds(10), poll: .zero),
        report: @escaping Report = { _ in },
        _ act: @escaping @Sendable (Ledger, Caller) async throws(OperationError) -> Value
    ) async -> Value? {
        let step = mayDie ? Int.random(in: 1...40, using: &random) : nil
        let process = SimulatedProcess(dyingAt: step)
        aws.serve(process)
        let ledger = Ledger(directory, for: .writing, clock: clock, wrap: { CrashingLog($0, of: process) })
        let clouds = MemoryClouds(aws: aws)
        let ended = await Task { () -> Result<Value, OperationError> in
            do throws(OperationError) {
                let caller = try Caller(name: "ada", clouds: clouds, limits: limits, report: report)
                return .success(try await act(ledger, caller))
            } catch { return .failure(error) }
        }.value
        switch ended {
        case .success(let value):
            note("\(name): \(Self.text(value))")
            return value
        case .failure(let error):
            note(process.isDead ? "\(name): killed at step \(step ?? 0)" : "\(name): \(error)")
            // Nobody else uses this ledger: what is open was seen at AWS, and AWS says whether it is under way.
            if !process.isDead, case .rejected(.deploymentOpen, index: _) = error, !name.hasPrefix("scale") {
                fault("the log alone has refused it")
            }
            return nil
        }
    }

    private static func text<Value>(_ value: Value) -> String {
        guard case .done(let results)? = value as? ActOutcome else { return "done" }
        let ends = results.results.map { "\($0.name) \($0.outcome?.rawValue ?? "\($0.end)")" }
        return (ends + results.obstacles.map { "\($0)" }).joined(separator: ", ")
    }
}

/// AWS in memory for the stage of a life, through the real client.
struct MemoryClouds: StageClouds {
    let aws: MemoryAWS

    var hasCredentialsAtHand: Bool { true }

    func cloud(of stage: StageAdded) throws(CloudError) -> any StageCloud {
        let aws = aws
        let client = AWSClient(
            settings: AWSSettings(environment: [:]),
            region: stage.region,
            credentials: FixedCredentials(
                AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
            ),
            transport: aws,
            clock: ServerClock { aws.now },
            retry: .none
        )
        return AWSStageCloud(client, stage)
    }
}
