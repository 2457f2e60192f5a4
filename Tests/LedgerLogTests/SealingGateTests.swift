import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

struct `Sealing a definition` {
    private let ring = ring(7)

    private static func ring(_ byte: UInt8) -> SealingKeyRing {
        guard let key = SealingKey(bytes: Array(repeating: byte, count: 32)) else { preconditionFailure("32 bytes") }
        return SealingKeyRing(key)
    }

    private func sealed(_ data: JSONObject) throws -> JSONObject { try SealingGate(ring).seal(data).object }

    private static let definition: JSONObject = [
        "family": "shop", "cpu": "256",
        "containerDefinitions": [
            ["name": "api", "image": .string(Example.image), "environment": [["name": "TOKEN", "value": "canary-1"]]],
            [
                "name": "web",
                "environment": [["name": "TOKEN", "value": "canary-2"], ["name": "EMPTY", "value": ""]],
            ],
        ],
    ]
    private static let function: JSONObject = [
        "FunctionName": "f", "Environment": ["Variables": ["TOKEN": "canary-3", "N": 5]],
        "nested": [["environment": ["variables": ["A": "canary-4"]]]],
    ]

    /// As people write them who have another tool's form in their fingers.
    private static let otherShapes: JSONObject = [
        "a": ["environment": ["PW": "canary-5", "DEEP": ["er": "canary-6"]]],
        "ContainerDefinitions": [["Name": "api", "Environment": [["Name": "PW", "Value": "canary-7"]]]],
        "changes": ["environment": ["canary-8=1"], "environment-variables": [["name": "PW", "value": "canary-9"]]],
        "ENV": ["PW": "canary-10"],
    ]

    @Test(arguments: [definition, function, otherShapes])
    func `leaves no value in the clear`(definition: JSONObject) throws {
        let sealed = try self.sealed(definition)
        let text = CanonicalJSON.text(.object(sealed))
        #expect(!text.contains("canary"))
        #expect(!text.contains(Array("canary".utf8).base64.prefix(7)))
        #expect(try self.sealed(sealed) == sealed)
    }

    @Test func `keeps its fingerprint, sealed again or with what AWS adds`() throws {
        let once = try sealed(Self.definition)
        let twice = try sealed(Self.definition)
        #expect(once != twice)
        #expect(ring.fingerprint(ofDefinition: once) == ring.fingerprint(ofDefinition: twice))
        var answered = twice
        let added: JSONObject = [
            "taskDefinitionArn": .string(Example.arn), "revision": 7, "status": "ACTIVE",
            "registeredAt": "1700000000.5",
            "registeredBy": "ana", "compatibilities": ["EC2"], "requiresAttributes": [["name": "x"]], "tags": [],
            "deregisteredAt": "1700000001",
        ]
        for member in added.members { answered[member.key] = member.value }
        #expect(ring.fingerprint(ofDefinition: once) == ring.fingerprint(ofDefinition: answered))
    }

    @Test func `changes its fingerprint with a value, and with the key`() throws {
        let sealed = try self.sealed(Self.definition)
        var other = Self.definition
        other["cpu"] = "512"
        #expect(try ring.fingerprint(ofDefinition: sealed) != ring.fingerprint(ofDefinition: self.sealed(other)))
        var secret = Self.definition
        secret["containerDefinitions"] = [["name": "api", "environment": [["name": "TOKEN", "value": "canary-9"]]]]
        let first = try ring.fingerprint(ofDefinition: self.sealed(secret))
        secret["containerDefinitions"] = [["name": "api", "environment": [["name": "TOKEN", "value": "canary-8"]]]]
        #expect(try first != ring.fingerprint(ofDefinition: self.sealed(secret)))
        #expect(ring.fingerprint(ofDefinition: Self.function) != Self.ring(8).fingerprint(ofDefinition: Self.function))
    }
}
