import LedgerDomain
import Testing

@testable import LedgerAWS
import LedgerValues

struct `A time in an answer` {
    @Test(
        arguments: [
            ("1510000000", "2017-11-06T20:26:40.000000Z"), ("1510000000.123", "2017-11-06T20:26:40.123000Z"),
            ("1510000000.1234567", "2017-11-06T20:26:40.123456Z"), ("1.51E9", "2017-11-06T20:26:40.000000Z"),
            ("1.510000000123e+9", "2017-11-06T20:26:40.123000Z"), ("0.000001", "1970-01-01T00:00:00.000001Z"),
            ("-1.5", "1969-12-31T23:59:58.500000Z"),
        ]
    )
    func `is read from seconds since 1970`(number: String, expected: String) throws {
        let object = try JSONObject(answer: Array("{\"createdAt\":\(number)}".utf8))
        #expect(object.seconds("createdAt")?.description == expected)
    }

    @Test(arguments: ["\"now\"", "\"1.2.3\"", "\"\"", "1e999", "true", "null", "\"1e5e5\"", "\"--1\""])
    func `is nil if it is not a time`(value: String) throws {
        let object = try JSONObject(answer: Array("{\"createdAt\":\(value)}".utf8))
        #expect(object.seconds("createdAt") == nil)
    }

    @Test(arguments: ["2026-11-21T07:32:22.313+0000", "2026-11-21T07:32:22.313Z", "2026-11-21T08:32:22.313000000+0100"])
    func `is read in Lambda's format`(text: String) {
        #expect(Timestamp(lambdaTime: text)?.description == "2026-11-21T07:32:22.313000Z")
    }
}

struct `A task definition` {
    private static let description = """
        {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:eu-west-1:1:task-definition/shop:7","family":"shop",
        "revision":7,"status":"ACTIVE","registeredAt":1695041489.71,"registeredBy":"arn:aws:iam::1:user/ana",
        "requiresAttributes":[{"name":"x"}],"compatibilities":["EC2"],"networkMode":"awsvpc","unheardOf":{"a":[1]},
        "containerDefinitions":[{"name":"web","image":"i","environment":[{"name":"A","value":"secret-value"}],
        "alsoUnheardOf":true}]},"tags":[{"key":"a","value":"b"},{"key":"c"}]}
        """

    private func answer() throws(AnswerError) -> TaggedTaskDefinition {
        try AWSRead.describeTaskDefinition("shop:7").answer(Array(Self.description.utf8))
    }

    @Test func `is copied with all unknown members`() throws {
        let answer = try answer()
        #expect(answer.definition.registeredAt?.description == "2023-09-18T12:51:29.710000Z")
        #expect(answer.tags == [AWSTag("a", "b"), AWSTag("c", "")])
        let call = AWSWrite.registerTaskDefinition(answer.definition.registrable)
        let expected = """
            {"containerDefinitions":[{"alsoUnheardOf":true,"environment":[{"name":"A","value":"secret-value"}],\
            "image":"i","name":"web"}],"family":"shop","networkMode":"awsvpc","unheardOf":{"a":[1]}}
            """
        #expect(String(decoding: call.request(to: Endpoint(.https, "h")).body, as: UTF8.self) == expected)
    }

    @Test func `prints none of its environment`() throws {
        let answer = try answer()
        let call = AWSWrite.registerTaskDefinition(answer.definition.registrable)
        let payload = call.operation.payload(of: call.parameters)
        var text = "\(answer) \(call) \(String(reflecting: payload)) \(call.request(to: Endpoint(.https, "h")))"
        dump(answer, to: &text)
        dump(call, to: &text)
        #expect(!text.contains("secret-value"))
    }
}
