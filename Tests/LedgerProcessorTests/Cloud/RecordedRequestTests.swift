import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues
import Testing
import LedgerTesting

struct `A recorded request` {
    private let transport = RecordingTransport()
    private var cloud: AWSCloud { AWSCloud(.recording(transport)) }

    private func send(_ record: JSONObject, like call: RecordedCall) async -> CloudAnswer {
        await cloud.send(call.operation, record, of: call.deployment)
    }

    private var bodies: [String] { transport.writes.map { String(decoding: $0.body, as: UTF8.self) } }

    @Test(arguments: DeploymentOperation.allCases)
    func `is sent as it was recorded`(operation: DeploymentOperation) async {
        let call = RecordedCall(of: operation)
        let answer = await send(call.record, like: call)
        #expect(answer == .doubtful(why: "no answer in time"))
        #expect(bodies == [call.body])
        #expect(transport.writes.map(\.path) == [call.path])
    }

    /// A member that another version has recorded is not lost: it is sent, or nothing is.
    @Test(arguments: DeploymentOperation.allCases)
    func `is sent whole or not at all`(operation: DeploymentOperation) async throws {
        let call = RecordedCall(of: operation)
        var record = call.record
        record["fromAnotherVersion"] = ["a": [1]]
        let answer = await send(record, like: call)
        guard call.isOpen else {
            #expect(answer.refusal?.contains("a member 'fromAnotherVersion' that this version cannot send") == true)
            #expect(transport.requests.isEmpty)
            return
        }
        var expected = try #require(try JSONReader.value(Array(call.body.utf8)).object)
        expected["fromAnotherVersion"] = ["a": [1]]
        #expect(bodies == [CanonicalJSON.text(.object(expected))])
    }

    @Test(arguments: DeploymentOperation.allCases)
    func `is refused if it names something else than its stage`(operation: DeploymentOperation) async {
        let call = RecordedCall(of: operation)
        for member in call.fixed {
            for value: JSONValue? in ["other", 1, nil] where value != nil || member != "taskDefinition" {
                var record = call.record
                record[member] = value
                await expectRefusal(of: record, like: call, "\(member) \(String(describing: value))")
            }
        }
    }

    @Test(arguments: [
        "arn:aws:lambda:us-east-1:999999999999:function:thumbs",
        "arn:aws:lambda:eu-west-1:123456789012:function:thumbs",
        "arn:aws:lambda:us-east-1:123456789012:function:other", "thumbs", "",
    ])
    func `is refused if it tags a function of another name, account or region`(arn: String) async {
        let call = RecordedCall(of: .tagFunction)
        var record = call.record
        record["Resource"] = .string(arn)
        await expectRefusal(of: record, like: call, "\(arn)")
    }

    @Test(arguments: [
        "arn:aws:ecs:us-east-1:999999999999:task-definition/shop:8", "shop:9",
        "arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:8",
        "arn:aws:ecs:us-east-1:123456789012:task-definition/other:8",
    ])
    func `is refused if it runs another revision, or one of another account or region`(revision: String) async {
        let call = RecordedCall(of: .updateService)
        var record = call.record
        record["taskDefinition"] = .string(revision)
        await expectRefusal(of: record, like: call, "\(revision)")
    }

    /// As an earlier version has recorded a rollback, by family and number.
    @Test func `may name its revision without account and region`() async {
        let call = RecordedCall(of: .updateService)
        var record = call.record
        record["taskDefinition"] = "shop:8"
        _ = await send(record, like: call)
        #expect(bodies == [#"{"cluster":"main","service":"web","taskDefinition":"shop:8"}"#])
    }

    @Test func `keeps the values of tags that are sealed`() async throws {
        let secret: JSONObject = ["containerDefinitions": [], "tags": [["key": "TOKEN", "value": "hunter2"]]]
        let tag = try #require(try SealingGate.sample.seal(secret, in: nil).object["tags"]?.array?.first)
        #expect(tag["value"]?["mac"] != nil)
        let call = RecordedCall(of: .registerTaskDefinition)
        var definition = call.record
        definition["tags"] = [tag, ["key": "aws:x", "value": "y"]]
        let given = call.with(changes: DeploymentChanges(["definition": .object(definition)]))
        let request = try await cloud.request(for: call.operation, as: "none", of: given.deployment)
        #expect(request["tags"]?.array?.first == tag && request["tags"]?.array?.count == 2)
    }

    @Test func `repeats no secret that it holds`() async throws {
        let call = RecordedCall(of: .registerTaskDefinition)
        var record = call.record
        record["tags"] = [["key": "TOKEN", "value": "canary"]]
        let transport = RecordingTransport(
            refusing: #"{"__type":"ClientException","message":"bad canary in api_key=other-canary"}"#
        )
        let answer = await AWSCloud(.recording(transport)).send(call.operation, record, of: call.deployment)
        #expect(answer == .refused(code: "ClientException", message: "bad •••• in api_key=••••", .never))
    }

    @Test func `is refused if it registers another image`() async {
        let call = RecordedCall(of: .registerTaskDefinition)
        var record = call.record
        record["containerDefinitions"] = [["name": "api", "image": .string("evil@\(DeploymentScenario.digest)")]]
        await expectRefusal(of: record, like: call, "another image")
        record["containerDefinitions"] = [["name": "a", "image": "i"], ["name": "b", "image": "i"]]
        await expectRefusal(of: record, like: call, "no container of the stage")
    }

    @Test func `is refused if its deployment asks for nothing of the kind`() async {
        let alias = RecordedCall(of: .updateAlias)
        await expectRefusal(
            of: alias.record,
            like: alias.with(changes: [:], landed: alias.deployment.landed),
            "no alias"
        )
        await expectRefusal(of: alias.record, like: alias.with(landed: [:]), "no version")
        let service = RecordedCall(of: .updateService)
        await expectRefusal(of: service.record, like: service.with(landed: [:]), "no revision")
        let code = RecordedCall(of: .updateFunctionCode)
        await expectRefusal(of: code.record, like: code.with(image: nil), "no image")
    }

    /// Then nobody has recorded which revision or version the call before has made.
    @Test func `is sent where somebody resolved the call before by hand`() async {
        let before: [DeploymentOperation: DeploymentOperation] = [
            .updateService: .registerTaskDefinition, .updateAlias: .publishVersion,
        ]
        for (operation, before) in before {
            let call = RecordedCall(of: operation)
            #expect(await send(call.record, like: call.with(landed: [before: [:]])).refusal == nil)
        }
        #expect(transport.writes.count == 2)
    }

    /// Neither is looked for: what is there says nothing about it.
    private func expectRefusal(
        of record: JSONObject,
        like call: RecordedCall,
        _ comment: Comment,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let answer = await send(record, like: call)
        #expect(answer.refusal != nil, comment, sourceLocation: sourceLocation)
        let result = await cloud.look(for: call.operation, as: "none", record, of: call.deployment)
        #expect(result == .inconclusive(why: answer.refusal ?? ""), comment, sourceLocation: sourceLocation)
        #expect(transport.requests.isEmpty, comment, sourceLocation: sourceLocation)
    }
}

extension CloudAnswer {
    /// Why nothing was sent, and never will be.
    fileprivate var refusal: String? {
        guard case .refused("unusable", let message, .never) = self else { return nil }
        return message
    }
}
