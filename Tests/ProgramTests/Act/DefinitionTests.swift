import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A definition that is copied` {
    /// Registers a revision as another program does; returns its number.
    private func register(_ place: EmulatedStage, value: String) throws -> String {
        let container: JSONValue = ["name": "api", "image": "shop:old", "memory": 64, "user": .string(value)]
        let body: JSONObject = ["family": .string(place.name), "containerDefinitions": [container]]
        let words = ["ecs", "register-task-definition", "--cli-input-json", CanonicalJSON.text(.object(body))]
        return try place.emulator.cli(words)["taskDefinition"]?["revision"]?.integer.map { "\($0)" } ?? ""
    }

    private func users(_ place: EmulatedStage) throws -> [String?] {
        try place.requests("RegisterTaskDefinition").map {
            $0["containerDefinitions"]?.array?.first?["user"]?.string
        }
    }

    @Test func `is a family's newest revision, or one that an ARN names`() throws {
        let place = try EmulatedStage()
        for value in ["two", "three"] { _ = try register(place, value: value) }
        try place.deploy("v1", "--task-definition", place.name)
        let arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/\(place.name):2"
        try place.deploy("v2", "--task-definition", arn)
        #expect(try users(place).suffix(2) == ["three", "two"])
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition"]
        let elsewhere = "arn:aws:ecs:eu-west-1:999999999999:task-definition/\(place.name):2"
        try place.sandbox.refuse(words + [elsewhere], environment: place.environment, with: 64, "is in 999999999999")
        let other = "arn:aws:ecs:eu-west-1:123456789012:service/x"
        try place.sandbox.refuse(words + [other], environment: place.environment, with: 64, "not a task definition")
        try place.sandbox.refuse(words + ["no-family"], environment: place.environment, with: 3, "AWS has no")
    }

    @Test func `is said to be behind a newer one that somebody registered`() throws {
        let place = try EmulatedStage()
        _ = try register(place, value: "two")
        for answer in [try place.deploy("v1", "--dry-run"), try place.deploy("v1")] {
            #expect(answer.error.contains("\(place.name):2 is newer than \(place.name):1, which is copied"))
        }
        #expect(try !place.deploy("v2").error.contains("is newer than"))
    }

    @Test func `keeps its family, whatever the stage's is`() throws {
        let place = try EmulatedStage()
        let family = "Orders\(place.name)TaskDef5E21B7C0"
        let registered = try place.emulator.cli(
            "ecs",
            "register-task-definition",
            "--cli-input-json",
            #"{"family": "\#(family)", "containerDefinitions": [{"name": "api", "image": "shop:old", "memory": 9}]}"#
        )
        #expect(registered["taskDefinition"]?["revision"] == 1)
        let words = ["--cluster", "main", "--service", place.name, "--task-definition", "\(family):1"]
        _ = try place.emulator.cli(["ecs", "update-service"] + words)
        let answer = try place.deploy("v1")
        #expect(try place.running() == "\(family):2")
        let undo = try #require(answer.output.split(separator: "\n").last { $0.hasPrefix("undo: stackledger ") })
        let act = undo.split(separator: " ").dropFirst(2).map(String.init) + ["--poll", "0s"]
        let undone = try place.sandbox.run(act, environment: place.environment)
        #expect(undone.status == 0, "\(undone.error)")
        // With the image that its tag meant.
        #expect(try place.running() == "\(family):3")
    }

    @Test func `gives all containers of its image the new one, and says which keep theirs`() throws {
        let image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
        let containers: JSONValue = [
            ["name": "migrate", "image": .string("\(image):v1"), "memory": 9],
            ["name": "api", "image": .string("\(image):v1"), "memory": 9],
            ["name": "router", "image": .string("\(image):v3"), "memory": 9],
            ["name": "web", "image": "nginx:1", "memory": 9],
        ]
        let place = try EmulatedStage(definition: ["containerDefinitions": containers])
        func images() throws -> [String?]? {
            let sent = try place.requests("RegisterTaskDefinition").last
            return sent?["containerDefinitions"]?.array?.map { $0["image"]?.string }
        }
        let answer = try place.deploy("v2")
        #expect(try images() == [place.image("v2"), place.image("v2"), place.image("v3"), "nginx:1"])
        #expect(answer.error.contains("keeps the image of router (shop@") && answer.error.contains(", web (nginx:1)"))
        try place.deploy("v4", "--container", "api", "--container", "web")
        #expect(try images() == [place.image("v2"), place.image("v4"), place.image("v3"), place.image("v4")])
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
        let revision = try #require(try place.running())
        let running = try place.definition(revision)?["containerDefinitions"]?.array?.map { $0["image"]?.string }
        #expect(running?.prefix(3) == [place.image("v2"), place.image("v2"), place.image("v3")])
        #expect(running?.last??.hasPrefix("nginx@sha256:") == true, "\(running ?? [])")
    }

    /// Nobody but AWS can tell what a tag outside ECR means.
    @Test func `has the digests recorded that AWS ran, and is rolled back to them`() throws {
        let containers: JSONValue = [
            ["name": "api", "image": "shop:old", "memory": 9], ["name": "proxy", "image": "nginx:1", "memory": 9],
        ]
        let place = try EmulatedStage(definition: ["containerDefinitions": containers])
        let digests = (1...2).map { "sha256:" + String(repeating: "\($0)", count: 64) }
        for (tag, digest) in zip(["v1", "v2"], digests) {
            try place.emulator.ask("digests", ["name": .string(place.name), "digests": ["proxy": .string(digest)]])
            try place.deploy(tag)
        }
        let images = try place.sandbox.column("containerImages", of: "history", "shop/dev").map { $0["proxy"]?.string }
        #expect(images.prefix(2) == digests.reversed().map { "nginx@\($0)" }.prefix(2))
        let changed = try place.sandbox.run(["diff", "shop/dev@v1", "shop/dev@v2"])
        #expect(changed.status == 1 && changed.output.contains("proxy"), "\(changed.output)")
        try place.succeed("rollback", "shop/dev", "v1", "--poll", "0s")
        let sent = try place.requests("RegisterTaskDefinition").last
        let registered = sent?["containerDefinitions"]?.array?.map { $0["image"]?.string }
        #expect(registered == [place.image("v1"), "nginx@\(digests[0])"])
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test func `with as many tags as AWS allows is refused before anything is sent`() throws {
        let tags = (1...50).map { JSONValue.object(["key": .string("k\($0)"), "value": "v"]) }
        let place = try EmulatedStage(definition: ["tags": .array(tags)])
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "has 50 tags, and AWS allows 50")
        #expect(try place.writes() == [])
    }

    @Test(arguments: [["deploy", "--image", "shop:v1"], ["restart"], ["scale", "--desired", "3"]])
    func `for a service that is being deleted is refused before anything is sent`(words: [String]) throws {
        let place = try EmulatedStage()
        try place.emulator.ask("drain", ["name": .string(place.name)])
        try place.sandbox.refuse(
            [words[0], "shop/dev"] + words.dropFirst(),
            environment: place.environment,
            with: 4,
            "is being deleted (DRAINING)"
        )
        #expect(try place.writes() == [])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A definition from a file` {
    /// Two containers, and a value that must not be kept in the clear.
    private func write(_ place: EmulatedStage, _ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
        let containers: JSONValue = [
            ["name": "web", "image": "nginx:1", "memory": 32],
            [
                "name": "api", "image": "shop:old", "memory": 64,
                "environment": [["name": "DATABASE_URL", "value": .string(EmulatedStage.value)]],
            ],
        ]
        var definition: JSONObject = [
            "family": .string(place.name), "revision": 7, "status": "ACTIVE", "containerDefinitions": containers,
        ]
        change(&definition)
        let path = "\(place.sandbox.path)/task.json"
        let described: JSONObject = ["taskDefinition": .object(definition), "tags": [["key": "team", "value": "two"]]]
        try Data(CanonicalJSON.bytes(.object(described))).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `is registered with the image in the stage's container`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1", "--task-definition", try write(place))
        let sent = try #require(try place.requests("RegisterTaskDefinition").first?.object)
        let images = sent["containerDefinitions"]?.array?.map { $0.object?["image"]?.string }
        #expect(images == ["nginx:1", place.image("v1")])
        #expect(sent["status"] == nil && sent["revision"] == nil)
        #expect(sent["tags"]?.array?.contains(["key": "team", "value": "two"]) == true)
        #expect(try place.outcomes() == ["succeeded"])
        try FileManager.default.removeItem(atPath: "\(place.sandbox.path)/task.json")
        try place.checkThatValuesAreSealed()
    }

    @Test func `has the image in another container when that is named`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1", "--task-definition", try write(place), "--container", "web")
        let sent = try #require(try place.requests("RegisterTaskDefinition").first?.object)
        let images = sent["containerDefinitions"]?.array?.map { $0.object?["image"]?.string }
        #expect(images == [place.image("v1"), "shop:old"])
    }

    @Test func `without a family gets that of what runs`() throws {
        let place = try EmulatedStage()
        let path = try write(place) { $0["family"] = nil }
        try place.deploy("v1", "--task-definition", path, "--dry-run")
        try place.deploy("v1", "--task-definition", path)
        try place.deploy("v2", "--task-definition", path)
        #expect(try place.running() == "\(place.name):3" && place.outcomes() == ["succeeded", "succeeded"])
        try FileManager.default.removeItem(atPath: path)
        try place.checkThatValuesAreSealed()
    }

    /// Version 1 of the AWS CLI prints times as fractions.
    @Test func `is taken as the AWS CLI prints it`() throws {
        let place = try EmulatedStage()
        let path = "\(place.sandbox.path)/printed.json"
        let text = """
            \u{FEFF}{"taskDefinition": {"family": "\(place.name)", "registeredAt": 1714561443.387, "revision": 3,
            "requiresAttributes": [{"name": "x"}], "containerDefinitions": [{"name": "api", "image": "shop:old", "memory": 9}]},
            "tags": []}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try place.deploy("v1", "--task-definition", path)
        let sent = try #require(try place.requests("RegisterTaskDefinition").first?.object)
        #expect(Set(sent.members.map(\.key)) == ["family", "containerDefinitions", "tags"])
    }

    @Test(arguments: [[], ["--dry-run"]])
    func `with members that AWS does not know is refused, and names them`(more: [String]) throws {
        let place = try EmulatedStage()
        let path = try write(place) { definition in
            definition["taskRoleARN"] = "role"
            definition["containerDefinitions"] = [
                ["name": "web", "environemnt": [["name": "A", "value": "b"]]],
                [
                    "name": "api", "environment": [["name": "A", "values": "b"]], "Image": "x",
                    "dockerLabels": ["x": "y"],
                ],
            ]
        }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path] + more
        try place.sandbox.refuse(
            words,
            environment: place.environment,
            with: 64,
            "does not know: containerDefinitions[0].environemnt, containerDefinitions[1].Image, "
                + "containerDefinitions[1].environment[0].values, taskRoleARN. hint: correct them"
        )
        #expect(try place.writes() == [])
    }

    @Test func `needs a container to be named when none is the stage's`() throws {
        let place = try EmulatedStage()
        let path = try write(place) { $0["containerDefinitions"] = [["name": "web"], ["name": "log"]] }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "no container 'api', but web, log")
        try place.sandbox.refuse(
            words + ["--container", "db"],
            environment: place.environment,
            with: 4,
            "no container 'db', but web, log. hint: --container names"
        )
        #expect(try place.writes() == [])
    }

    @Test func `of another family is refused`() throws {
        let place = try EmulatedStage()
        let path = try write(place) { $0["family"] = "other" }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "family 'other'")
    }

    @Test(
        arguments: [
            ("gone.json", nil, 3, "cannot be read"), ("bad.json", "{", 64, "is not a JSON object"),
            ("list.json", "[]", 64, "is not a JSON object"), ("none.json", "{}", 64, "has no containerDefinitions"),
        ]
    )
    func `that is none is refused`(_ name: String, _ text: String?, _ status: Int32, _ what: String) throws {
        let place = try EmulatedStage()
        let path = "\(place.sandbox.path)/\(name)"
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: status, what)
    }
}
