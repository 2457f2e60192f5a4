import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import LedgerValues
import Testing

struct `A cloud that is asked for a limited time` {
    /// Never answers a read; a call and the look for it, if it is told to.
    private struct SilentCloud: Cloud {
        var isDeaf = false

        private func silence<Value>() async throws(CloudError) -> Value {
            do { try await Task.sleep(for: .seconds(600)) } catch {}
            throw .settings("cancelled")
        }

        func request(
            for operation: DeploymentOperation,
            as action: ActionID,
            of deployment: DeploymentContext
        ) async throws(CloudError) -> JSONObject { try await silence() }

        func send(
            _ operation: DeploymentOperation,
            _ recorded: JSONObject,
            of deployment: DeploymentContext
        ) async -> CloudAnswer {
            if isDeaf { try? await Task.sleep(for: .seconds(600)) }
            return .landed(recorded, requestID: nil)
        }

        func look(
            for operation: DeploymentOperation,
            as action: ActionID,
            _ recorded: JSONObject,
            of deployment: DeploymentContext
        ) async -> LookResult {
            if isDeaf { try? await Task.sleep(for: .seconds(600)) }
            return .landed(recorded)
        }

        func progress(
            of start: DeploymentStart,
            in deployment: DeploymentContext
        ) async throws(CloudError) -> DeploymentProgress { try await silence() }

        func images(
            of start: DeploymentStart,
            in deployment: DeploymentContext
        ) async throws(CloudError) -> [String: String] { try await silence() }

        func stops(
            of start: DeploymentStart,
            in deployment: DeploymentContext
        ) async throws(CloudError) -> StopReport { try await silence() }
    }

    private let context: DeploymentContext

    init() throws {
        let scenario = try DeploymentScenario()
        let process = try scenario.process()
        context = DeploymentContext(
            stage: StageAdded(
                id: DeploymentScenario.stage,
                account: "123456789012",
                region: "us-east-1",
                target: .ecs(cluster: "c", service: "s", family: "f", container: "api")
            ),
            request: try #require(process.request)
        )
    }

    @Test func `gives up its reads when the time is over`() async throws {
        let cloud = BoundedCloud(SilentCloud(), until: .now + .milliseconds(50))
        await #expect(throws: CloudError.notYet("AWS does not answer")) {
            try await cloud.request(for: .updateService, as: "none", of: context)
        }
        let late = { (what: String) in CloudError.unanswered(operation: what, message: "no answer in time") }
        await #expect(throws: late("the look at the deployment")) {
            try await cloud.progress(of: DeploymentStart(), in: context)
        }
        await #expect(throws: late("the look at the images")) {
            try await cloud.images(of: DeploymentStart(), in: context)
        }
        await #expect(throws: late("the look at the tasks")) {
            try await cloud.stops(of: DeploymentStart(), in: context)
        }
    }

    @Test func `has a change in doubt that is not answered in time`() async {
        let cloud = BoundedCloud(SilentCloud(isDeaf: true), until: .now + .seconds(1), look: .milliseconds(50))
        let answer = await cloud.send(.updateService, [:], of: context)
        #expect(answer == .doubtful(why: "no answer within the time for the deployment"))
        let look = await cloud.look(for: .updateService, as: "none", [:], of: context)
        #expect(look == .inconclusive(why: "AWS does not answer"))
    }

    @Test func `is told nothing to change once the time is over, but still whether a change was made`() async {
        let cloud = BoundedCloud(SilentCloud(), until: .now)
        guard case .refused(code: "notSent", _, .later) = await cloud.send(.updateService, [:], of: context) else {
            Issue.record("it was sent")
            return
        }
        #expect(await cloud.look(for: .updateService, as: "none", ["a": 1], of: context) == .landed(["a": 1]))
    }
}
