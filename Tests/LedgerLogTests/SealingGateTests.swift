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

    private func sealed(_ data: JSONObject) throws -> JSONObject { try SealingGate(ring).seal(data, in: nil).object }

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
        "b": [
            "env_vars": [["name": "PW", "value": "canary-11", "type": "canary-12"]], "environ": ["PW": "canary-13"],
        ],
        "c": ["Environment": ["Variables": ["NAME": "canary-14", "VALUE": "canary-15", "PW": "canary-16"]]],
        "d": [
            "environmentFiles": [
                ["type": "s3", "value": "canary-17"], ["type": "canary-18", "value": "arn:canary-19"],
            ]
        ],
    ]

    /// In a text.
    private static let documents: JSONObject = [
        "containerDefinitions": "[{\"name\":\"api\",\"environment\":[{\"name\":\"A\",\"value\":\"canary-1\"}]}]",
        "other": " {\"Environment\":{\"Variables\":{\"A\":\"canary-2\",\"N\":1.5}}}",
        "twice": "[\"{\\\"env\\\":{\\\"A\\\":\\\"canary-3\\\"}}\"]",
        "command": ["run", "{\"env\":[\"canary-4\"]}"], "words": "config = {\"env\":{\"A\":\"canary-5\"}} end",
        "lines": "{\"a\":1}\n{\"env\":{\"A\":\"canary-6\"}}",
    ]

    /// Credentials in the members that AWS has in a task definition.
    private static let members: JSONObject = [
        "family": "shop", "tags": [["key": "DB_PASSWORD", "value": "canary-1"]],
        "proxyConfiguration": ["properties": [["name": "PASSWORD", "value": "canary-2"]]],
        "containerDefinitions": [
            [
                "name": "api", "user": "password=canary-3", "credentialSpecs": ["password=canary-4"],
                "systemControls": [["namespace": "kernel.password", "value": "canary-5"]],
                "workingDirectory": "token=canary-6", "command": ["run", "--db-password", "$canary-7"],
                "logConfiguration": [
                    "options": ["Header": "X-Api-Key canary-8", "a": ["name": "secret", "value": "canary-9"]]
                ],
                "repositoryCredentials": ["credentialsParameter": "password=canary-10"],
                "secrets": [["name": "A", "valueFrom": "password=canary-11"]],
            ]
        ],
    ]

    @Test(arguments: [definition, function, otherShapes, documents, members])
    func `leaves no value unsealed`(definition: JSONObject) throws {
        let sealed = try self.sealed(definition)
        let text = CanonicalJSON.text(.object(sealed))
        #expect(!text.contains("canary"))
        #expect(!text.contains(Array("canary".utf8).base64.prefix(7)))
        #expect(try self.sealed(sealed) == sealed)
        #expect(try ring.opening(sealed, in: nil) == definition.withTextsInEnvironments)
    }

    @Test func `keeps what only names something`() throws {
        let definition: JSONObject = [
            "family": "shop", "taskRoleArn": "arn:aws:iam::123456789012:role/ProdStack-Role0CFE2F57-1XYZABC2DEF3",
            "taskDefinitionArn": .string(Example.arn),
            "registeredBy": "arn:aws:sts::123456789012:assumed-role/x/aB3dE5gH7jK9mN1pQ3sT5",
            "containerDefinitions": [
                [
                    "name": "api", "image": .string(Example.image), "user": "1000:1000", "essential": true, "cpu": 5,
                    "environmentFiles": [["type": "s3", "value": "arn:aws:s3:::config/shop.env"]],
                    "secrets": [
                        [
                            "name": "DB_PASSWORD",
                            "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-aB3dE5:password::",
                        ],
                        ["name": "TOKEN", "valueFrom": "/prod/shop/token"],
                    ],
                    "systemControls": [["namespace": "net.core.somaxconn", "value": "1024"]],
                ]
            ],
            "volumes": [["name": "v", "efsVolumeConfiguration": ["fileSystemId": "fs-0123456789abcdef0"]]],
            "buildInfo": ["other": ["a", "{\"a\":1}"]],
        ]
        var known = definition
        known["buildInfo"] = nil
        #expect(try sealed(known) == known)
        let trigger: JSONObject = ["environmentVariablesOverride": [["name": "A", "value": "x", "type": "PLAINTEXT"]]]
        let variable = try sealed(trigger)["environmentVariablesOverride"]?.array?.first
        #expect(variable?["type"] == "PLAINTEXT" && variable?["name"] == "A")
    }

    /// In the forms of the first versions: a value under the name of another member, or of an unknown one.
    @Test func `opens what earlier versions sealed`() throws {
        func value(_ name: String, in container: String = "", of family: String = "") -> JSONValue {
            ring.seal("canary", at: SealPath(family: family, container: container, name: name), in: nil)
        }
        let old: JSONObject = [
            "Environment": ["Variables": ["NAME": "svc", "VALUE": value("svc"), "OTHER": value("OTHER")]],
            "definition": [
                "family": "shop",
                "containerDefinitions": [
                    [
                        "name": "api",
                        "env_vars": [["name": "A", "value": value("value", in: "api", of: "shop")]],
                        "environ": ["A": value("A", in: "api", of: "shop")],
                    ]
                ],
            ],
        ]
        let opened = try ring.opening(old, in: nil)
        #expect(try ring.values(of: old, in: nil).map(\.value) == Array(repeating: "canary", count: 4))
        #expect(!CanonicalJSON.text(.object(opened)).contains("mac"))
        #expect(try sealed(old) == old)
        _ = try SealedData(checking: old)
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
        let sealed = try gate.seal(Self.data, in: nil).object
        #expect(try ring.opening(sealed, in: nil) == Self.data)
        let places = try ring.values(of: sealed, in: nil).map { "\($0.path)" }
        #expect(
            places.sorted() == [
                "A", "cfn/web: Command[0]", "settings.db-password", "shop/api: A", "shop/api: B",
                "shop/api: command[2]",
                "shop/api: dockerLabels.a.b.secret", "shop/api: healthCheck.command[1]",
                "shop/api: logConfiguration.options.splunk-token",
            ]
        )
        #expect(sealed["note"] == Self.data["note"])
        #expect(try gate.seal(sealed, in: nil).object == sealed)
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
        let sealed = try gate.seal(Self.misspelt, in: nil).object
        #expect(!CanonicalJSON.text(.object(sealed)).contains("canary"))
        #expect(try ring.opening(sealed, in: nil) == Self.misspelt)
        #expect(try gate.seal(sealed, in: nil).object == sealed)
        let containers = sealed["request"]?["containerDefinitions"]?.array ?? []
        #expect(containers.last == Self.misspelt["request"]?["containerDefinitions"]?.array?.last)
        #expect(containers.first?["portMapping"]?.array?.first?["containerPort"] == 8080)
        #expect(containers.first?["dockerLabels"] == ["any": "name"] && sealed["request"]?["status"] == "ACTIVE")
    }

    /// Earlier versions did not seal them, and their exports are still taken.
    @Test func `does not ask that unknown members are sealed`() throws {
        let data: JSONObject = ["containerDefinitions": [["name": "api", "portMapping": ["a"]]], "misspelt": "b"]
        #expect(try SealedData(checking: data).object == data)
        #expect(try ring.opening(data, in: nil) == data)
    }

    @Test func `opens no value that was moved to another path`() throws {
        var sealed = try gate.seal(["settings": ["a-password": "one", "b-password": "two"]], in: nil).object
        let settings = try #require(sealed["settings"]?.object)
        sealed["settings"] = [
            "a-password": settings["b-password"] ?? .null, "b-password": settings["a-password"] ?? .null,
        ]
        #expect(throws: UnsealError.damaged) { try ring.opening(sealed, in: nil) }
    }

    @Test func `does not mistake unsealed values for sealed ones`() throws {
        let place = SealPath(family: "", container: "", name: "A")
        #expect(throws: UnsealedValue(path: place, rule: nil)) { try SealedData(checking: ["env": ["A": "x"]]) }
        #expect(throws: UnsealedData.self) { try gate.check(Self.data) }
        try gate.check(try gate.seal(Self.data, in: nil).object)
    }

    @Test func `masks messages of any name, and JSON in them`() throws {
        let data: JSONObject = [
            "why": "bad value DB_PASSWORD=canary-1", "reason": "password=kept",
            "evidence": ["why": "DB_PASSWORD=canary-2", "seen": "password=kept"],
            "result": ["failureReason": "token=canary-3x", "errors": ["token=canary-4x"]],
            "message": "bad: {\"environment\":{\"A\":\"canary-5\"},\"b\":1}",
            "statusReason": "{\"env\":[\"canary-6\"]} canary-7",
        ]
        let sealed = try gate.seal(data, in: nil).object
        #expect(!CanonicalJSON.text(.object(sealed)).contains("canary"))
        #expect(sealed["why"] == "bad value DB_PASSWORD=••••" && sealed["reason"] == "password=kept")
        #expect(sealed["statusReason"] == "{\"env\":[\"••••\"]}…")
        #expect(sealed["message"] == "bad: {\"b\":1,\"environment\":{\"A\":\"••••\"}}")
        #expect(sealed["evidence"]?["seen"] == "password=kept")
    }

    /// Exports of earlier versions have them in the clear.
    @Test func `does not ask for what earlier versions did not seal`() throws {
        let data: JSONObject = [
            "environ": ["A": "x"], "environmentFiles": [["value": "x"]], "text": "{\"env\":{\"A\":\"x\"}}",
            "containerDefinitions": [["name": "api", "user": "password=x"]],
            "build": [
                "env": [
                    "NAME": "a", "VALUE": try gate.seal(["env": ["a": "x"]], in: nil).object["env"]?["a"] ?? .null,
                    "B": "x",
                ]
            ],
        ]
        #expect(try SealedData(checking: data).object == data)
    }

    /// A source that must not be used.
    private struct NoSource: SealingSource {
        func ring() throws(SealingError) -> SealingKeyRing { throw .noKey(.file("x")) }
        func allowList() throws(SealingError) -> SealAllowList { throw .noKey(.file("x")) }
    }

    @Test func `needs no key if there is nothing to seal`() throws {
        let data: JSONObject = ["settings": ["team": "shop"], "command": ["run"], "message": "no token=abc123def"]
        let sealed = try SealingGate(NoSource()).seal(data, in: nil).object
        #expect(sealed["message"] == "no token=••••" && sealed["command"] == ["run"])
        #expect(throws: SealingError.noKey(.file("x"))) {
            try SealingGate(NoSource()).seal(["env": ["A": "x"]], in: nil)
        }
    }
}

extension JSONObject {
    /// An opened value is a text, whatever it was.
    fileprivate var withTextsInEnvironments: JSONObject {
        var object = self
        if object["Environment"]?["Variables"]?["N"] != nil {
            object["Environment"] = ["Variables": ["TOKEN": "canary-3", "N": "5"]]
        }
        return object
    }
}
