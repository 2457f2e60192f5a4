import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerTesting
import Testing

/// What is asked of AWS, whatever it answers.
struct `A question about a rollback target` {
    private static let stage = StageAdded(
        id: "shop/dev",
        account: "123456789012",
        region: "us-east-1",
        target: .ecs(cluster: "main", service: "shop", family: "shop", container: "api")
    )

    private func request(for question: TargetQuestion) async throws -> HTTPRequest {
        let transport = RecordingTransport(refusing: "{}")
        _ = await AWSTargetReader(.recording(transport), Self.stage).answer(question)
        return try #require(transport.requests.first)
    }

    @Test(arguments: [
        (TargetQuestion.parameter("/shop/key"), "ssm.us-east-1."),
        (.parameter("arn:aws:ssm:eu-west-1:123456789012:parameter/shop/key"), "ssm.eu-west-1."),
        (.secret("shop"), "secretsmanager.us-east-1."),
        (.secret("arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf"), "secretsmanager.eu-west-1."),
        (.logGroup("/ecs/shop", region: "eu-west-1"), "logs.eu-west-1."),
    ])
    func `is asked in the region where the thing is`(_ question: TargetQuestion, _ host: String) async throws {
        #expect(try await request(for: question).endpoint.host.hasPrefix(host))
    }

    @Test(arguments: ["task", "arn:aws:iam::123456789012:role/task", "arn:aws:iam::123456789012:role/shop/ecs/task"])
    func `names a role by its name and by its ARN`(role: String) async throws {
        let body = String(decoding: try await request(for: .role(role)).body, as: UTF8.self)
        #expect(body.contains("RoleName=task") && !body.contains("%3A"), "\(body)")
    }
}
