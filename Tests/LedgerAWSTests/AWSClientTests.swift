import LedgerDomain
import Synchronization
import Testing

@testable import LedgerAWS
import LedgerValues

struct `A call` {
    private let read = AWSRead.describeTasks(["t"], in: "prod")
    private let write = AWSWrite.updateService(["cluster": "prod", "service": "web", "taskDefinition": "web:7"])
    private static let tasks = #"{"tasks":[{"taskArn":"t","new":{"a":1.5}}],"new":null}"#
    private static let service = #"{"service":{"serviceArn":"s","desiredCount":2}}"#

    @Test func `is signed for its service and its region`() async throws {
        let transport = ScriptedTransport([.answer(200, Self.tasks, headers: [NameValue("x-amzn-RequestId", "r")])])
        let outcome = await AWSClient.example(transport).send(read)
        #expect(outcome.requestID == "r")
        #expect(try outcome.get().map(\.arn) == ["t"])
        let sent = transport.sent[0]
        #expect(sent.url == "https://ecs.eu-central-1.amazonaws.com/" && sent.method == .post)
        #expect(sent.headers.first(named: "X-Amz-Date") == "20261121T100000Z")
        #expect(sent.headers.first(named: "Authorization")?.contains("/20261121/eu-central-1/ecs/aws4_request") == true)
        #expect(sent.headers.first(named: "X-Amz-Target") == "AmazonEC2ContainerServiceV20141113.DescribeTasks")
        #expect(String(decoding: sent.body, as: UTF8.self) == #"{"cluster":"prod","tasks":["t"]}"#)
    }

    @Test func `is sent below the path of its endpoint`() async {
        let transport = ScriptedTransport([.answer(200, "{}")])
        let client = AWSClient.example(transport, environment: ["AWS_ENDPOINT_URL": "http://127.0.0.1:99/aws/"])
        _ = await client.send(AWSRead.getFunction("a b"))
        #expect(transport.sent[0].url == "http://127.0.0.1:99/aws/2015-03-31/functions/a%20b")
    }

    // MARK: - Writes

    private static let unsettled: [ScriptedTransport.Step] = [
        .failure(.notSent("refused")), .failure(.lost("reset")), .failure(.timedOut), .answer(503, "<html>"),
        .answer(400, #"{"__type":"ThrottlingException"}"#), .answer(200, "{\"service\":"), .answer(200),
        .answer(
            400,
            #"{"__type":"ExpiredTokenException"}"#,
            headers: [NameValue("Date", "Sat, 21 Nov 2026 11:00:00 GMT")]
        ),
        .answer(400, #"{"__type":"ServerException"}"#), .answer(301),
    ]

    @Test(arguments: unsettled.indices)
    func `that writes is sent once, whatever the answer`(index: Int) async {
        let transport = ScriptedTransport([Self.unsettled[index], .answer(200, Self.service)])
        let outcome = await AWSClient.example(transport).send(write)
        if case .answered = outcome { Issue.record("answered") }
        #expect(transport.sent.count == 1)
    }

    @Test func `that writes distinguishes certain from doubtful outcomes`() async {
        func outcome(_ step: ScriptedTransport.Step) async -> CallOutcome<ECSService> {
            await AWSClient.example(ScriptedTransport([step])).send(write)
        }
        #expect(await outcome(.failure(.notSent("x"))) == .unanswered(.notSent(.connection("x"))))
        #expect(await outcome(.failure(.lost("x"))) == .unanswered(.doubtful(.connectionLost("x"))))
        #expect(await outcome(.failure(.timedOut)) == .unanswered(.doubtful(.timedOut)))
        let fault = AWSError(code: "HTTP 502", message: "", status: 502, requestID: nil, kind: .doubtful)
        #expect(await outcome(.answer(502, "<html>")) == .unanswered(.doubtful(.fault(fault))))
        let unreadable = NoAnswer.Doubt.unreadable(.unreadable, status: 200, requestID: nil)
        #expect(await outcome(.answer(200, "{\"service\":{")) == .unanswered(.doubtful(unreadable)))
        let incomplete = NoAnswer.Doubt.unreadable(.missing("service"), status: 200, requestID: nil)
        #expect(await outcome(.answer(200, "{\"other\":1}")) == .unanswered(.doubtful(incomplete)))
        let refusal = AWSError(code: "ClientException", message: "m", status: 400, requestID: nil, kind: .invalid)
        #expect(await outcome(.answer(400, #"{"__type":"ClientException","message":"m"}"#)) == .refused(refusal))
    }

    @Test(
        arguments: [
            (NoAnswer.notSent(.settings(.noRegion)), "nothing was sent: no region is set"),
            (.notSent(.credentials(.none)), "nothing was sent: no AWS credentials found"),
            (.doubtful(.timedOut), "no answer in time; it may have been carried out"),
            (
                .doubtful(.unreadable(.missing("service"), status: 200, requestID: nil)),
                "the answer has no 'service' (HTTP 200); it may have been carried out"
            ),
        ]
    )
    func `without an answer says what that means`(noAnswer: NoAnswer, text: String) {
        #expect("\(noAnswer)" == text)
    }

    // MARK: - Reads

    @Test(arguments: unsettled.indices.filter { ![9].contains($0) })
    func `that reads is retried`(index: Int) async {
        let transport = ScriptedTransport([Self.unsettled[index], .answer(200, Self.tasks)])
        let supply = RenewedCredentials()
        let outcome = await AWSClient.example(transport, credentials: supply).send(read)
        if case .answered = outcome {} else { #expect(index == 5 || index == 6, "\(outcome)") }
        #expect(transport.sent.count == (index == 6 ? 1 : 2))
    }

    @Test func `that reads is retried a limited number of times`() async {
        let transport = ScriptedTransport(Array(repeating: .answer(500), count: 10))
        _ = await AWSClient.example(transport).send(read)
        #expect(transport.sent.count == 3)
    }

    @Test(arguments: ["ClientException", "AccessDeniedException", "ClusterNotFoundException"])
    func `that is refused is not retried`(code: String) async {
        let transport = ScriptedTransport([.answer(400, #"{"__type":"\#(code)"}"#), .answer(200, Self.tasks)])
        guard case .refused(let error) = await AWSClient.example(transport).send(read) else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == code && transport.sent.count == 1)
    }

    // MARK: - Clock and credentials

    private static func skewed(_ date: String) -> ScriptedTransport.Step {
        .answer(403, #"{"__type":"InvalidSignatureException"}"#, headers: [NameValue("Date", date)])
    }

    @Test func `uses AWS's time after its own was rejected`() async {
        let late = Self.skewed("Sat, 21 Nov 2026 10:30:00 GMT")
        let transport = ScriptedTransport([late, .answer(200, Self.tasks), .answer(200, Self.tasks)])
        let client = AWSClient.example(transport)
        _ = await client.send(read)
        _ = await client.send(read)
        let dates = transport.sent.map { $0.headers.first(named: "X-Amz-Date") }
        #expect(dates == ["20261121T100000Z", "20261121T103000Z", "20261121T103000Z"])
    }

    @Test func `corrects its clock only once`() async {
        let steps = ["10:30:00", "11:30:00", "12:30:00"].map { Self.skewed("Sat, 21 Nov 2026 \($0) GMT") }
        let transport = ScriptedTransport(steps)
        _ = await AWSClient.example(transport).send(read)
        #expect(transport.sent.count == 2)
    }

    @Test func `does not correct an accurate clock`() async {
        let transport = ScriptedTransport([Self.skewed("Sat, 21 Nov 2026 10:03:59 GMT"), .answer(200, Self.tasks)])
        _ = await AWSClient.example(transport).send(read)
        #expect(transport.sent.count == 1)
    }

    @Test func `that writes corrects the clock for the next`() async {
        let transport = ScriptedTransport([Self.skewed("Sat, 21 Nov 2026 09:00:00 GMT"), .answer(200, Self.service)])
        let client = AWSClient.example(transport)
        guard case .refused(let error) = await client.send(write) else {
            Issue.record("not refused")
            return
        }
        #expect(error.kind == .credentials)
        _ = await client.send(write)
        #expect(transport.sent.last?.headers.first(named: "X-Amz-Date") == "20261121T090000Z")
    }

    @Test func `gets fresh credentials once`() async {
        let expired = ScriptedTransport.Step.answer(400, #"{"__type":"ExpiredTokenException"}"#)
        let transport = ScriptedTransport([expired, expired, expired])
        let supply = RenewedCredentials()
        guard case .refused = await AWSClient.example(transport, credentials: supply).send(read) else {
            Issue.record("not refused")
            return
        }
        let keys = transport.sent.map { $0.headers.first(named: "Authorization")?.contains("AKID0/") }
        #expect(keys == [true, false])
    }

    @Test func `is not sent without credentials`() async {
        let transport = ScriptedTransport([])
        let store = CredentialStore(now: { .now }) { () async throws(CredentialError) in throw .none }
        let outcome = await AWSClient.example(transport, credentials: store).send(read)
        #expect(outcome == .unanswered(.notSent(.credentials(.none))))
        #expect(transport.sent.isEmpty)
    }

    @Test func `is not sent with invalid settings`() async {
        let transport = ScriptedTransport([])
        let client = AWSClient.example(transport, environment: ["AWS_ENDPOINT_URL_ECS": "nowhere"])
        #expect(await client.send(read) == .unanswered(.notSent(.settings(.invalidEndpoint("nowhere")))))
    }

    // MARK: - Pages

    private static func page(_ arn: String, _ token: String?) -> ScriptedTransport.Step {
        .answer(200, "{\"taskArns\":[\"\(arn)\"]" + (token.map { ",\"nextToken\":\"\($0)\"" } ?? "") + "}")
    }

    private let paged = AWSRead.listTasks(of: "web", in: "prod")

    private func arns(_ steps: [ScriptedTransport.Step]) async throws -> [String] {
        var arns: [String] = []
        for try await page in AWSClient.example(ScriptedTransport(steps)).pages(of: paged) { arns += page }
        return arns
    }

    @Test func `with pages fetches them up to the last`() async throws {
        #expect(try await arns([Self.page("a", "1"), Self.page("b", "2"), Self.page("c", nil)]) == ["a", "b", "c"])
        #expect(try await arns([Self.page("a", "")]) == ["a"])
    }

    @Test func `with pages ends when a token repeats`() async throws {
        #expect(try await arns([Self.page("a", "1"), Self.page("b", "1"), Self.page("c", nil)]) == ["a", "b"])
    }

    @Test func `with pages fails if a page fails`() async {
        await #expect(throws: CallFailure.self) { try await arns([Self.page("a", "1"), .answer(400)]) }
    }
}

/// A supply with new credentials after each rejection.
private final class RenewedCredentials: CredentialProvider {
    private let number = Mutex(0)

    func current() async throws(CredentialError) -> AWSCredentials {
        AWSCredentials(accessKeyID: "AKID\(number.withLock(\.self))", secretAccessKey: "s")
    }

    func discard(_ credentials: AWSCredentials) async -> Bool {
        number.withLock { $0 += 1 }
        return true
    }
}
