import LedgerAWS
package import LedgerDomain
import LedgerProcessor
import LedgerSystem
import LedgerValues
package import Logging

/// The clouds that the environment gives access to, with the settings and credentials of the AWS CLI.
package struct AWSStageClouds: StageClouds {
    private let logger: Logger?

    package init(logger: Logger? = nil) {
        self.logger = logger
    }

    package var hasCredentialsAtHand: Bool {
        guard let settings = try? AWSSettings(of: Environment.all), let source = try? settings.credentialSource() else {
            return false
        }
        return source.isAtHand
    }

    /// In the stage's region.
    package func cloud(of stage: StageAdded) throws(CloudError) -> any StageCloud {
        do {
            let settings = try AWSSettings(of: Environment.all)
            let session = AWSSession(settings, logger: logger ?? .none, now: { .now() })
            return AWSStageCloud(try session.client(region: stage.region), stage)
        } catch { throw .settings("\(error)") }
    }
}

/// A stage's account and region at AWS.
struct AWSStageCloud: StageCloud {
    private let reader: StageReader
    private let calls: AWSCloud
    private let targets: AWSTargetReader
    private let client: AWSClient

    init(_ client: AWSClient, _ stage: StageAdded) {
        self.client = client
        reader = StageReader(client, stage)
        calls = AWSCloud(client)
        targets = AWSTargetReader(client, stage)
    }
}

// MARK: - Reads

extension AWSStageCloud {
    func caller() async throws(CloudError) -> String { try await reader.caller() }

    func service() async throws(CloudError) -> RunningService { try await reader.service() }

    func hasRun(_ revision: String) async throws(CloudError) -> Bool { try await reader.hasRun(revision) }

    func definition(_ name: String) async throws(CloudError) -> DescribedRevision {
        try await reader.definition(name)
    }

    func revision(_ name: String, of service: RunningService?) async throws(CloudError) -> SeenRevision {
        try await reader.revision(name, of: service)
    }

    func function() async throws(CloudError) -> RunningFunction { try await reader.function() }

    func hasVersion(_ version: String) async throws(CloudError) -> Bool { try await reader.hasVersion(version) }

    func standing(of unit: DesiredScale.Unit) async throws(CloudError) -> DesiredScale {
        try await reader.standing(of: unit)
    }

    func pinned(_ image: ImageName) async throws(CloudError) -> String { try await reader.pinned(image) }

    func canMove(tag: String, of image: ImageName) async throws(CloudError) -> Bool {
        try await reader.canMove(tag: tag, of: image)
    }

    func runningTasks() async throws(CloudError) -> [RunningTask] {
        try await reader.runningTasks().map { task in
            RunningTask(
                id: task.arn.split(separator: "/").last.map(String.init) ?? task.arn,
                revision: task.taskDefinition?.revisionName,
                startedAt: task.startedAt,
                containers: task.containers.map(\.name),
                canExecute: task.canExecute
            )
        }
    }

    func answer(_ question: TargetQuestion) async -> TargetAnswer { await targets.answer(question) }

    var serverTime: Timestamp? { client.serverTime }
}

// MARK: - Calls

extension AWSStageCloud {
    func request(
        for operation: DeploymentOperation,
        as action: ActionID,
        of deployment: DeploymentContext
    ) async throws(CloudError) -> JSONObject {
        try await calls.request(for: operation, as: action, of: deployment)
    }

    func send(
        _ operation: DeploymentOperation,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> CloudAnswer {
        await calls.send(operation, request, of: deployment)
    }

    func look(
        for operation: DeploymentOperation,
        as action: ActionID,
        _ request: JSONObject,
        of deployment: DeploymentContext
    ) async -> LookResult {
        await calls.look(for: operation, as: action, request, of: deployment)
    }

    func progress(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> DeploymentProgress {
        try await calls.progress(of: start, in: deployment)
    }

    func images(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> [String: String] {
        try await calls.images(of: start, in: deployment)
    }

    func stops(
        of start: DeploymentStart,
        in deployment: DeploymentContext
    ) async throws(CloudError) -> StopReport {
        try await calls.stops(of: start, in: deployment)
    }
}
