import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing

struct `A sealed value` {
    private let key = key(0)
    private let path = SealPath(family: "shop", container: "api", name: "TOKEN")

    private static func key(_ first: UInt8) -> SealingKey {
        SealingKey(bytes: Array(first..<first + 32)) ?? { preconditionFailure("32 bytes") }()
    }

    private func sealed(_ value: String) throws -> JSONObject {
        try #require(key.seal(value, at: path).object)
    }

    @Test(arguments: ["", "x", "päss wörd", "\u{0}\n\u{1F600}", String(repeating: "long ", count: 20_000)])
    func `opens to what it was`(value: String) throws {
        let sealed = try sealed(value)
        #expect(try key.open(sealed, at: path) == value)
        #expect(JSONValue.object(sealed).sealedMAC?.count == 64)
    }

    @Test func `differs each time, and its mac does not`() throws {
        let (one, two, other) = (try sealed("x"), try sealed("x"), try sealed("y"))
        #expect(one["sealed"] != two["sealed"])
        #expect(one["mac"] == two["mac"] && one["mac"] != other["mac"])
        #expect(key.mac(of: "x", named: "TOKEN") != key.mac(of: "x", named: "OTHER"))
        #expect(key.mac(of: "bc", named: "a") != key.mac(of: "c", named: "ab"))
        #expect(key.mac(of: "x", named: "TOKEN") != Self.key(1).mac(of: "x", named: "TOKEN"))
    }

    @Test func `has the same mac in another family, and stays in its own`() throws {
        let elsewhere = SealPath(family: "shop-prod", container: "api", name: "TOKEN")
        let moved = try sealed("x")
        #expect(try #require(key.seal("x", at: elsewhere).object)["mac"] == moved["mac"])
        let places = [
            elsewhere, SealPath(family: "shop", container: "web", name: "TOKEN"),
            SealPath(family: "shop", container: "api", name: "OTHER"),
            SealPath(family: "sho", container: "papi", name: "TOKEN"),
        ]
        for place in places { #expect(throws: UnsealError.damaged) { try key.open(moved, at: place) } }
    }

    @Test func `needs its own key`() throws {
        let sealed = try sealed("x")
        #expect(throws: UnsealError.otherKey(id: key.id.hex)) { try Self.key(1).open(sealed, at: path) }
    }

    @Test func `that was changed does not open`() throws {
        let sealed = try sealed("secret")
        let bytes = try #require([UInt8](base64: sealed["sealed"]?.string ?? ""))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            let object: JSONObject = ["sealed": .string(changed.base64), "mac": sealed["mac"] ?? .null]
            #expect(throws: (any Error).self) { try key.open(object, at: path) }
        }
        for text in ["", "AAAA", "!", bytes.dropLast().map { $0 }.base64] {
            #expect(throws: (any Error).self) { try key.open(["sealed": .string(text), "mac": ""], at: path) }
        }
        #expect(throws: UnsealError.damaged) { try key.open([:], at: path) }
    }

    @Test(arguments: [0, 16, 31, 33, 64])
    func `has no key of another length`(length: Int) {
        #expect(SealingKey(bytes: Array(repeating: 1, count: length)) == nil)
    }
}

struct `Sealing a definition` {
    private let key = SealingKey(bytes: Array(repeating: 7, count: 32))

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
        let key = try #require(key)
        let sealed = key.sealingEnvironments(in: definition)
        let text = CanonicalJSON.text(.object(sealed))
        #expect(!text.contains("canary"))
        #expect(!text.contains(Array("canary".utf8).base64.prefix(7)))
        #expect(key.sealingEnvironments(in: sealed) == sealed)
    }

    @Test func `keeps its fingerprint, sealed again or with what AWS adds`() throws {
        let key = try #require(key)
        let once = key.sealingEnvironments(in: Self.definition)
        let twice = key.sealingEnvironments(in: Self.definition)
        #expect(once != twice)
        #expect(key.fingerprint(ofDefinition: once) == key.fingerprint(ofDefinition: twice))
        var answered = twice
        let added: JSONObject = [
            "taskDefinitionArn": .string(Example.arn), "revision": 7, "status": "ACTIVE",
            "registeredAt": "1700000000.5",
            "registeredBy": "ana", "compatibilities": ["EC2"], "requiresAttributes": [["name": "x"]], "tags": [],
            "deregisteredAt": "1700000001",
        ]
        for member in added.members { answered[member.key] = member.value }
        #expect(key.fingerprint(ofDefinition: once) == key.fingerprint(ofDefinition: answered))
    }

    @Test func `changes its fingerprint with a value, and with the key`() throws {
        let key = try #require(key)
        let sealed = key.sealingEnvironments(in: Self.definition)
        var other = Self.definition
        other["cpu"] = "512"
        #expect(
            key.fingerprint(ofDefinition: sealed) != key.fingerprint(ofDefinition: key.sealingEnvironments(in: other))
        )
        var secret = Self.definition
        secret["containerDefinitions"] = [["name": "api", "environment": [["name": "TOKEN", "value": "canary-9"]]]]
        let first = key.fingerprint(ofDefinition: key.sealingEnvironments(in: secret))
        secret["containerDefinitions"] = [["name": "api", "environment": [["name": "TOKEN", "value": "canary-8"]]]]
        #expect(first != key.fingerprint(ofDefinition: key.sealingEnvironments(in: secret)))
        let second = try #require(SealingKey(bytes: Array(repeating: 8, count: 32)))
        #expect(key.fingerprint(ofDefinition: Self.function) != second.fingerprint(ofDefinition: Self.function))
    }
}
