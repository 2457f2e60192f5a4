import LedgerDomain
import LedgerLog
import LedgerTesting
import Testing
import LedgerValues

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

    /// In the form of other tools.
    private static let otherShapes: JSONObject = [
        "a": ["environment": ["PW": "canary-5", "DEEP": ["er": "canary-6"]]],
        "ContainerDefinitions": [["Name": "api", "Environment": [["Name": "PW", "Value": "canary-7"]]]],
        "changes": ["environment": ["canary-8=1"], "environment-variables": [["name": "PW", "value": "canary-9"]]],
        "ENV": ["PW": "canary-10"],
    ]

    @Test(arguments: [definition, function, otherShapes])
    func `leaves no value unsealed`(definition: JSONObject) throws {
        let sealed = try self.sealed(definition)
        let text = CanonicalJSON.text(.object(sealed))
        #expect(!text.contains("canary"))
        #expect(!text.contains(Array("canary".utf8).base64.prefix(7)))
        #expect(try self.sealed(sealed) == sealed)
    }

    @Test func `keeps its fingerprint when sealed again or with what AWS adds`() throws {
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

struct `A gate` {
    private let gate: SealingGate
    private let ring: SealingKeyRing

    init() throws {
        ring = SealingKeyRing(try #require(SealingKey(bytes: Array(repeating: 7, count: 32))))
        gate = SealingGate(ring)
    }

    private static let data: JSONObject = [
        "note": "password=hunter2", "settings": ["db-password": "hunter2", "deep": ["env": ["A": "x"]], "n": 5],
        "definition": [
            "family": "shop",
            "containerDefinitions": [
                [
                    "name": "api", "environment": [["name": "A", "value": "x"], ["name": "B", "value": ""]],
                    "command": ["run", "--token", "hunter2"],
                    "healthCheck": ["command": ["CMD", "PGPASSWORD=x1y2 psql"]],
                    "dockerLabels": ["a.b.secret": "hunter2", "c": "d"],
                    "logConfiguration": ["options": ["splunk-token": "hunter2"]],
                ]
            ],
        ],
        "request": ["Family": "cfn", "ContainerDefinitions": [["Name": "web", "Command": ["--api-key=hunter2"]]]],
    ]

    @Test func `seals values that open to the original under their paths`() throws {
        let sealed = try gate.seal(Self.data).object
        #expect(try ring.opening(sealed) == Self.data)
        let places = try ring.values(in: sealed).map { "\($0.path)" }
        #expect(
            places.sorted() == [
                "A", "cfn/web: Command[0]", "settings.db-password", "shop/api: A", "shop/api: B",
                "shop/api: command[2]",
                "shop/api: dockerLabels.a.b.secret", "shop/api: healthCheck.command[1]",
                "shop/api: logConfiguration.options.splunk-token",
            ]
        )
        #expect(sealed["note"] == Self.data["note"])
        #expect(try gate.seal(sealed).object == sealed)
        #expect(try SealedData(checking: sealed).object == sealed)
    }

    /// AWS drops such members, but the log keeps them.
    private static let misspelt: JSONObject = [
        "request": [
            "family": "shop", "environmentFile": "canary-0", "status": "ACTIVE",
            "containerDefinitions": [
                [
                    "name": "api", "image": "shop:1", "environemnt": [["name": "A", "value": "canary-1"]],
                    "environment": [
                        ["name": "B", "values": "canary-2"],
                        ["name": "C", "value": "canary-3", "valueFrom": "canary-4"],
                    ],
                    "portMapping": [
                        ["containerPort": 8080, "on": true, "command": ["canary-5"], "message": "canary-6"]
                    ],
                    "dockerLabels": ["any": "name"],
                ],
                ["Name": "cfn", "EntryPoint": ["run"], "PortMappings": [["HostPort": 1]]],
            ],
        ]
    ]

    @Test func `seals what is below a member that a task definition does not have`() throws {
        let sealed = try gate.seal(Self.misspelt).object
        #expect(!CanonicalJSON.text(.object(sealed)).contains("canary"))
        #expect(try ring.opening(sealed) == Self.misspelt)
        #expect(try gate.seal(sealed).object == sealed)
        let containers = sealed["request"]?["containerDefinitions"]?.array ?? []
        #expect(containers.last == Self.misspelt["request"]?["containerDefinitions"]?.array?.last)
        #expect(containers.first?["portMapping"]?.array?.first?["containerPort"] == 8080)
        #expect(containers.first?["dockerLabels"] == ["any": "name"] && sealed["request"]?["status"] == "ACTIVE")
    }

    /// Earlier versions did not seal them, and their exports are still taken.
    @Test func `does not ask that unknown members are sealed`() throws {
        let data: JSONObject = ["containerDefinitions": [["name": "api", "portMapping": ["a"]]], "misspelt": "b"]
        #expect(try SealedData(checking: data).object == data)
        #expect(try ring.opening(data) == data)
    }

    @Test func `opens no value that was moved to another path`() throws {
        var sealed = try gate.seal(["settings": ["a-password": "one", "b-password": "two"]]).object
        let settings = try #require(sealed["settings"]?.object)
        sealed["settings"] = [
            "a-password": settings["b-password"] ?? .null, "b-password": settings["a-password"] ?? .null,
        ]
        #expect(throws: UnsealError.damaged) { try ring.opening(sealed) }
    }

    @Test func `does not mistake unsealed values for sealed ones`() throws {
        let place = SealPath(family: "", container: "", name: "A")
        #expect(throws: UnsealedValue(path: place, rule: nil)) { try SealedData(checking: ["env": ["A": "x"]]) }
        #expect(throws: UnsealedData.self) { try gate.check(Self.data) }
        try gate.check(try gate.seal(Self.data).object)
    }

    /// A source that must not be used.
    private struct NoSource: SealingSource {
        func ring() throws(SealingError) -> SealingKeyRing { throw .noKey(.file("x")) }
        func allowList() throws(SealingError) -> SealAllowList { throw .noKey(.file("x")) }
    }

    @Test func `needs no key if there is nothing to seal`() throws {
        let data: JSONObject = ["settings": ["team": "shop"], "command": ["run"], "message": "no token=abc123def"]
        let sealed = try SealingGate(NoSource()).seal(data).object
        #expect(sealed["message"] == "no token=••••" && sealed["command"] == ["run"])
        #expect(throws: SealingError.noKey(.file("x"))) { try SealingGate(NoSource()).seal(["env": ["A": "x"]]) }
    }
}
