import Glibc
import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite

/// A stage that somebody acts on: with its lease, its ledger and its cloud.
struct StageAct: Sendable {
    let id: StageID
    let stage: StageAdded
    let client: AWSClient
    let actor: String
    private let open: OpenLedger
    private let lease: any StageLease
    private let worker: String
    private let pace: Pace

    /// Takes the stage's lease; waits for it as long as the options say.
    static func begin(
        _ id: StageID,
        _ ledger: LedgerOptions,
        _ actor: ActorOptions,
        _ waiting: WaitOptions
    ) async throws(Failure) -> StageAct {
        let open = try OpenLedger.forWriting(ledger)
        let worker = "\(Actor.current) (process \(getpid()))"
        let lease = try await lease(of: id, in: open.directory, as: worker, within: try waiting.lockDuration())
        var reading = open.stage(id, by: worker)
        let stage: StageAdded?
        do { stage = try reading.current().definition } catch { throw Failure(error, on: id) }
        guard let stage else { throw Failure(Rejection.stageUnknown(id)) }
        let client: AWSClient
        do {
            let settings = try AWSSettings(of: Environment.all)
            client = try AWSSession(settings, now: { .now() }).client(region: stage.region)
        } catch { throw Failure(error) }
        return StageAct(
            id: id,
            stage: stage,
            client: client,
            actor: try await Self.actor(StageReader(client, stage), actor),
            open: open,
            lease: lease,
            worker: worker,
            pace: try waiting.pace()
        )
    }

    /// The principal at AWS and whoever of the CI or the system uses it.
    private static func actor(_ reader: StageReader, _ given: ActorOptions) async throws(Failure) -> String {
        let arn: String
        do { arn = try await reader.caller() } catch { throw Failure(error) }
        return "\(arn) (\(try given.name()))"
    }

    private static func lease(
        of id: StageID,
        in directory: String,
        as worker: String,
        within limit: Duration
    ) async throws(Failure) -> any StageLease {
        let deadline = ContinuousClock.now + limit
        while true {
            do throws(LeaseError) { return try DirectoryLeases(ledger: directory).acquire(id, as: worker) } catch {
                guard case .held = error, ContinuousClock.now < deadline else { throw Failure(error, on: id) }
            }
            do { try await Task.sleep(for: .milliseconds(200)) } catch {
                throw Failure(.interrupted, "interrupted", "interrupted", hint: "repeat")
            }
        }
    }

    var reader: StageReader { StageReader(client, stage) }

    /// The stage's stream; each has its own idea of what was read.
    func ledger() -> StageLedger { open.stage(id, by: actor) }

    /// The stage as the ledger tells it now.
    func current() throws(Failure) -> Stage {
        var ledger = ledger()
        do { return try ledger.current() } catch { throw Failure(error, on: id) }
    }

    /// Goes on with a deployment, and tells what happens on standard error.
    func run(_ deployment: DeploymentID, follows: Bool) async throws(Failure) -> RunnerEnd {
        try await run(deployment, at: pace, follows: follows)
    }

    /// Goes on with a deployment, and looks once how it went, without waiting.
    func look(at deployment: DeploymentID) async throws(Failure) -> RunnerEnd {
        var pace = pace
        pace.timeout = .zero
        return try await run(deployment, at: pace, follows: true)
    }

    private func run(_ deployment: DeploymentID, at pace: Pace, follows: Bool) async throws(Failure) -> RunnerEnd {
        let progress = ActProgress(id)
        var runner = DeploymentRunner(
            ledger(),
            cloud: AWSCloud(client),
            pace: pace,
            epoch: lease.epoch,
            worker: worker,
            makeID: { .make() },
            report: { progress.tell($0) }
        )
        do { return try await runner.run(deployment, follows: follows) } catch { throw Failure(error, on: id) }
    }

    /// The calls that a request comes to; what stands in their way is thrown.
    func rehearsal(of request: DeploymentRequest) async throws(Failure) -> Rehearsal {
        do throws(CloudError) { return try await Rehearsal(of: request, on: stage, in: AWSCloud(client)) } catch {
            throw Failure(error)
        }
    }

    func end() { lease.release() }
}

extension OpenLedger {
    func stage(_ id: StageID, by actor: String) -> StageLedger {
        StageLedger(id, log: log, recorder: recorder(), keys: keys, actor: actor)
    }
}
