import LedgerAWS
import LedgerDomain
import Testing
import LedgerValues

struct `A session` {
    private static let tasks = ScriptedTransport.Step.answer(200, "{}")

    @Test func `creates clients of one principal for any region`() async throws {
        let transport = ScriptedTransport([Self.tasks, Self.tasks])
        let environment = [
            "AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "eu-west-1",
        ]
        let session = AWSSession(AWSSettings(environment: environment), transport: transport) { .now }
        _ = await (try session.client()).send(AWSRead.describeTasks(["t"], in: "prod"))
        _ = await (try session.client(region: "us-east-2")).send(AWSRead.describeTasks(["t"], in: "prod"))
        #expect(transport.sent.map(\.endpoint.host) == ["ecs.eu-west-1.amazonaws.com", "ecs.us-east-2.amazonaws.com"])
        for (request, region) in zip(transport.sent, ["eu-west-1", "us-east-2"]) {
            let scope = "Credential=AKIDENV/20261121/\(region)/ecs/aws4_request"
            #expect(request.headers.first(named: "Authorization")?.contains(scope) == true)
        }
    }

    @Test func `needs a region`() {
        let session = AWSSession(AWSSettings(environment: [:]), transport: ScriptedTransport([])) { .now }
        #expect(throws: SettingsError.noRegion) { try session.client() }
        #expect(throws: SettingsError.invalidRegion("a/b")) { try session.client(region: "a/b") }
    }
}
