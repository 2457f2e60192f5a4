import LedgerDomain
import LedgerValues
import Testing

struct `The fields of a task definition` {
    private static let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:4f2c"
    private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

    private func task(_ members: JSONObject = [:], _ containers: JSONObject...) -> DefinitionFields {
        var body = members
        body["containerDefinitions"] = .array(
            containers.map { container in
                var container = container
                if container["name"] == nil { container["name"] = "app" }
                return .object(container)
            }
        )
        return DefinitionFields(of: body)
    }

    private func container(_ members: JSONObject) -> DefinitionFields { task([:], members) }

    @Test(arguments: ["1e300 vCPU", "nan vCPU", "inf vCPU", " vCPU", "0x vCPU"])
    func `keep a size that is none as it is written`(size: String) {
        let fields = task(["cpu": .string(size)], ["image": "a"])
        #expect(fields.sorted.contains { $0.path == .init(container: nil, member: "cpu") && $0.value == .plain(size) })
    }

    /// A body as it was sent, and as DescribeTaskDefinition answered: for Fargate, and for EC2.
    @Test(arguments: ["awsvpc", "bridge"])
    func `are those of what AWS made of the body`(mode: String) {
        let port: JSONValue = mode == "awsvpc" ? 8080 : 0
        let sent: JSONObject = [
            "family": "shop", "cpu": "1 vCPU", "memory": "2 GB", "networkMode": .string(mode), "tags": [["key": "a"]],
            "requiresCompatibilities": ["FARGATE", "EC2"],
            "containerDefinitions": [
                [
                    "name": "app", "image": .string(Self.image), "memory": 512,
                    "portMappings": [["containerPort": 8080]],
                    "environment": [["name": "B", "value": "2"], ["name": "A", "value": "1"]],
                    "healthCheck": ["command": ["CMD", "true"]], "linuxParameters": ["capabilities": [:]],
                    "mountPoints": [["sourceVolume": "data", "containerPath": "/data"]], "user": .null,
                ]
            ],
            "volumes": [["name": "data", "host": [:]]],
        ]
        let described: JSONObject = [
            "family": "shop", "cpu": "1024", "memory": "2048", "networkMode": .string(mode), "revision": 7,
            "requiresCompatibilities": ["EC2", "FARGATE"], "compatibilities": ["EC2", "FARGATE"], "status": "ACTIVE",
            "taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/shop:7", "registeredBy": "ana",
            "registeredAt": "2026-11-01T10:00:00Z", "requiresAttributes": [["name": "ecs.capability.task-eni"]],
            "placementConstraints": [], "enableFaultInjection": false, "volumes": [["name": "data", "host": [:]]],
            "containerDefinitions": [
                [
                    "name": "app", "image": .string(Self.image), "cpu": 0, "memory": 512, "essential": true,
                    "portMappings": [["containerPort": 8080, "hostPort": port, "protocol": "tcp"]],
                    "environment": [["name": "A", "value": "1"], ["name": "B", "value": "2"]],
                    "healthCheck": ["command": ["CMD", "true"], "interval": 30, "timeout": 5, "retries": 3],
                    "mountPoints": [["sourceVolume": "data", "containerPath": "/data", "readOnly": false]],
                    "volumesFrom": [], "systemControls": [], "versionConsistency": "enabled",
                    "linuxParameters": ["capabilities": [:], "devices": []],
                ]
            ],
        ]
        let (before, after) = (DefinitionFields(of: sent), DefinitionFields(of: described))
        #expect(before.changes(to: after).isEmpty)
        #expect(before.contentWithoutImages == after.contentWithoutImages)
    }

    @Test func `have the defaults of AWS filled in`() {
        let changes = container([:]).changes(to: container(["essential": false, "cpu": 128]))
        #expect(changes.map { "\($0.path)" } == ["app: cpu", "app: essential"])
        #expect(changes.map(\.before) == [.plain("0"), .plain("true")])
        let modes = [task(), task(["networkMode": "bridge"]), task(["requiresCompatibilities": ["FARGATE"]])]
        #expect(modes[0] == modes[1])
        #expect(modes[2].values[DefinitionField.Path(container: nil, member: "networkMode")] == .plain("awsvpc"))
    }

    @Test func `tell what somebody wrote from what AWS adds`() {
        let container: JSONValue = [
            "name": "app", "image": "x:1", "essential": true, "portMappings": [["containerPort": 80]],
            "healthCheck": ["command": ["CMD", "true"]],
        ]
        let written = DefinitionFields.written(in: ["containerDefinitions": [container], "revision": 7])
        let names = ["essential", "healthCheck.command", "image", "portMappings 80/tcp"]
        #expect(Set(written.map(\.description)) == Set(names.map { "app: \($0)" }))
    }

    /// Lists whose entries have names: in another order they are the same, and a change is one of that entry.
    @Test(
        arguments: [
            ("environment", "A", ["name": "A", "value": "1"], ["name": "A", "value": "2"]),
            ("secrets", "A", ["name": "A", "valueFrom": "x"], ["name": "A", "valueFrom": "y"]),
            ("portMappings", "80/tcp", ["containerPort": 80], ["containerPort": 80, "hostPort": 8]),
            (
                "portMappings", "8-9/udp", ["containerPortRange": "8-9", "protocol": "udp"],
                ["containerPortRange": "8-9", "protocol": "udp", "name": "x"]
            ),
            (
                "mountPoints", "/x", ["containerPath": "/x", "sourceVolume": "v"],
                ["containerPath": "/x", "sourceVolume": "v", "readOnly": true]
            ),
            (
                "ulimits", "core", ["name": "core", "softLimit": 1, "hardLimit": 1],
                ["name": "core", "softLimit": 1, "hardLimit": 2]
            ),
            (
                "dependsOn", "db", ["containerName": "db", "condition": "START"],
                ["containerName": "db", "condition": "HEALTHY"]
            ),
            ("systemControls", "net.x", ["namespace": "net.x", "value": "1"], ["namespace": "net.x", "value": "2"]),
        ] as [(String, String, JSONValue, JSONValue)]
    )
    func `match the entries of a list by name`(member: String, entry: String, before: JSONValue, after: JSONValue) {
        let others: [String: JSONValue] = [
            "environment": ["name": "Z", "value": "1"], "secrets": ["name": "Z", "valueFrom": "x"],
            "portMappings": ["containerPort": 443], "mountPoints": ["containerPath": "/y", "sourceVolume": "v"],
            "ulimits": ["name": "nofile", "softLimit": 1, "hardLimit": 1], "systemControls": ["namespace": "net.y"],
            "dependsOn": ["containerName": "cache", "condition": "START"],
        ]
        let other = others[member] ?? .null
        let fields = container([member: [before, other]])
        #expect(fields == container([member: [other, before]]))
        let path = DefinitionField.Path(container: "app", member: member, entry: entry)
        let changes = fields.changes(to: container([member: [other, after]]))
        #expect(changes.map(\.path) == [path] && changes.allSatisfy { $0.kind == .changed })
        #expect(fields.changes(to: container([member: [other]])).map(\.kind) == [.removed])
    }

    @Test func `keep every entry of a name that is given twice, by its place`() {
        let (one, two): (JSONValue, JSONValue) = (["name": "A", "value": "1"], ["name": "A", "value": "2"])
        let both = container(["environment": [one, two]])
        #expect(both.changes(to: container(["environment": [two, one]])).map(\.path.entry) == ["A", "A #2"])
        #expect(both.changes(to: container(["environment": [one]])).map(\.kind) == [.removed])
    }

    @Test func `keep the order of a list whose order matters`() {
        #expect(container(["command": ["a", "b"]]) != container(["command": ["b", "a"]]))
        #expect(
            container(["dnsServers": ["1.1.1.1", "8.8.8.8"]]) != container(["dnsServers": ["8.8.8.8", "1.1.1.1"]])
        )
    }

    @Test func `compare sealed values by mac`() {
        func sealed(_ text: String, _ mac: String) -> DefinitionFields {
            let value: JSONValue = ["sealed": .string(text), "mac": .string(mac)]
            return container(["environment": [["name": "A", "value": value]], "command": ["run", value]])
        }
        #expect(sealed("x", "m") == sealed("y", "m"))
        #expect(sealed("x", "m").contentWithoutImages == sealed("y", "m").contentWithoutImages)
        #expect(sealed("x", "m").changes(to: sealed("x", "n")).map(\.path.member) == ["command", "environment"])
    }

    @Test func `compare images by digest, wherever they are pulled from`() {
        let here = container(["image": .string("a.example/shop@\(Self.digest)")])
        #expect(here == container(["image": .string("b.example/shop:v1@\(Self.digest)")]))
        #expect(here != container(["image": "a.example/shop:v1"]))
        #expect(container(["image": "a.example/shop:v1"]) != container(["image": "a.example/shop:v2"]))
    }

    @Test func `say which image a tag was, for the stage's container and those that name the same`() {
        let pinned = "a.example/shop@\(Self.digest)"
        var fields = task(
            [:],
            ["image": "a.example/shop:v1"],
            ["name": "migrate", "image": "a.example/shop:v1"],
            ["name": "proxy", "image": "envoy:1"]
        )
        fields.pin(pinned, of: "app")
        let images = fields.images.sorted.map(\.value)
        #expect(
            images == [
                .image(DefinitionImage(pinned)), .image(DefinitionImage(pinned)), .image(DefinitionImage("envoy:1")),
            ]
        )

        var written = container(["image": .string(pinned)])
        written.pin("a.example/other@sha256:1", of: "app")
        #expect(written == container(["image": .string(pinned)]))
        var only = container(["image": "a.example/shop:v1"])
        only.pin(pinned, of: "another name")
        #expect(only == container(["image": .string(pinned)]))
    }

    @Test func `make one revision of what was sent and what AWS answered`() throws {
        func registered(_ definition: JSONObject) -> RevisionEvent {
            .registered(RegisteredRevision(family: "shop", revision: "shop:1", definition: definition))
        }
        let container: JSONObject = ["name": "app", "image": "x:1"]
        var described = container
        (described["cpu"], described["essential"], described["volumesFrom"]) = (0, true, [])
        var other = container
        other["cpu"] = 1
        let now = Timestamp(microseconds: 0)
        var family = RevisionFamily()
        family.evolve(registered(["containerDefinitions": [.object(container)]]), at: now)
        #expect(try family.decide(registered(["containerDefinitions": [.object(described)]]), at: now).isEmpty)
        #expect(throws: Rejection.revisionExists("shop:1")) {
            try family.decide(registered(["containerDefinitions": [.object(other)]]), at: now)
        }
    }
}
