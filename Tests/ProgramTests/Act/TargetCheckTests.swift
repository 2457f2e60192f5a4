import Foundation
import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What a stage can go back to` {
    /// v1, v2 and v3, of which v3 runs; v2 is what a rollback goes to.
    private func deployed(_ service: JSONObject = [:]) throws -> EmulatedStage {
        let place = try EmulatedStage(furnishedWith: ["v1", "v2", "v3"], service: service)
        for tag in ["v1", "v2", "v3"] {
            let words = ["deploy", "shop/dev", "--image", "\(place.name):\(tag)", "--poll", "0s"]
            let answer = try place.sandbox.run(words, environment: place.environment)
            #expect(answer.status == 0, "\(answer.error)")
        }
        return place
    }

    private func targets(_ place: EmulatedStage) throws -> (rows: [JSONValue], error: String) {
        let answer = try place.succeed("targets", "shop/dev", "--check", "-o", "json")
        return (try JSONReader.value(answer.bytes).array ?? [], answer.error)
    }

    /// Of the target by default.
    private func reasons(_ place: EmulatedStage) throws -> [String] {
        let chosen = try targets(place).rows.first { $0["isDefault"] == true }
        #expect(chosen?["version"] == 2)
        return chosen?["reasons"]?.array?.compactMap(\.string) ?? []
    }

    /// That a rollback is refused before anything is written down, for a reason that is its code.
    private func refuse(
        _ place: EmulatedStage,
        for reason: String,
        hint: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let writes = try place.writes().count
        let words = ["rollback", "shop/dev", "--poll", "0s"]
        let told = try place.sandbox.refuse(
            words,
            environment: place.environment,
            with: 4,
            reason,
            sourceLocation: sourceLocation
        )
        #expect(told.error.contains(hint), "\(told.error)", sourceLocation: sourceLocation)
        let json = try place.sandbox.run(words + ["-o", "json"], environment: place.environment)
        let code = try JSONReader.value(Array(json.error.utf8))["code"]
        #expect(code == .string(reason), "\(json.error)", sourceLocation: sourceLocation)
        #expect(try place.writes().count == writes, sourceLocation: sourceLocation)
    }

    @Test func `is safe where everything is there, and the rollback records what was read`() throws {
        let place = try deployed()
        let (rows, error) = try targets(place)
        try #require(rows.count > 1)
        #expect(error == "")
        #expect(rows.map { $0["verdict"] } == ["skipped", "eligible", "eligible", "eligible"])
        let checked = try #require(rows[1]["checked"]?.array)
        let whats = checked.compactMap { $0["what"]?.string?.split(separator: " ").first.map(String.init) }
        #expect(
            whats == [
                "service", "revision", "image", "secret", "parameter", "log", "role", "network",
            ]
        )
        let text = try place.succeed("targets", "shop/dev", "--check")
        #expect(text.output.contains("A rollback of shop/dev goes to v2."))
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        let events = try place.sandbox.json("events", "stage/shop/dev", "--type", "deployment.requested")
        #expect(events.array?.last?["data"]?["changes"]?["checked"] == .array(checked))
        #expect(try place.outcomes().count == 4)
    }

    @Test func `is not what has lost its image, but the next`() throws {
        let place = try deployed()
        let digest = place.needs["digests"]?["v2"]?.string ?? ""
        _ = try place.emulator.cli(
            "ecr",
            "batch-delete-image",
            "--repository-name",
            place.name,
            "--image-ids",
            "imageDigest=\(digest)"
        )
        #expect(try reasons(place) == ["imageMissing"])
        let text = try place.succeed("targets", "shop/dev", "--check")
        #expect(text.output.contains("would go to v2, which is blocked; v1 is the next that is eligible."))
        try refuse(place, for: "imageMissing", hint: "hint: stackledger rollback shop/dev v1")
        try place.succeed("rollback", "shop/dev", "v1", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
    }

    @Test func `is not what the log alone says`() throws {
        let place = try deployed()
        let digest = place.needs["digests"]?["v2"]?.string ?? ""
        let repository = "repository/123456789012/eu-west-1/\(place.name)"
        let gone: JSONObject = ["digest": .string(digest), "why": "lifecycle"]
        try place.sandbox.record([Event.line("image.deleted", repository, gone)])
        #expect(try place.sandbox.json("targets", "shop/dev").array?[1]["verdict"] == "blocked")
        #expect(try reasons(place) == [])
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):3")
    }

    @Test func `is not what has lost a secret`() throws {
        let place = try deployed()
        _ = try place.emulator.cli("secretsmanager", "delete-secret", "--secret-id", place.name)
        #expect(try reasons(place) == ["secretMissing"])
        try refuse(place, for: "secretMissing", hint: "hint: stackledger targets shop/dev --check")
    }

    @Test func `is not what has lost a parameter and a role`() throws {
        let place = try deployed()
        _ = try place.emulator.cli("ssm", "delete-parameters", "--names", "/key/\(place.name)")
        #expect(try reasons(place) == ["secretMissing"])
        try place.emulator.change("iam", "delete-role", "--role-name", place.name)
        #expect(try reasons(place) == ["roleMissing", "secretMissing"])
        try refuse(place, for: "roleMissing", hint: "hint: stackledger targets shop/dev --check")
    }

    @Test func `is still what has lost its log group, its revision and its tag`() throws {
        let place = try deployed()
        try place.emulator.change("logs", "delete-log-group", "--log-group-name", "/ecs/\(place.name)")
        #expect(try reasons(place) == ["logGroupMissing"])
        let revision = "\(place.name):3"
        _ = try place.emulator.cli("ecs", "deregister-task-definition", "--task-definition", revision)
        #expect(try reasons(place) == ["revisionInactive", "logGroupMissing"])
        _ = try place.emulator.cli("ecs", "delete-task-definitions", "--task-definitions", revision)
        #expect(try reasons(place) == ["revisionDeleted", "logGroupMissing"])
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        let container = try place.definition(place.running() ?? "")?["containerDefinitions"]?.array?.first
        #expect(container?["image"]?.string?.hasSuffix(place.needs["digests"]?["v2"]?.string ?? "?") == true)
        #expect(container?["secrets"]?.array?.count == 2)
    }

    /// What was deployed by others names a tag, and the ledger knows the digest that ran.
    @Test func `is pinned to what ran where its tag has moved`() throws {
        let place = try deployed()
        let made = try place.emulator.cli(
            "ecs",
            "register-task-definition",
            "--family",
            place.name,
            "--container-definitions",
            #"[{"name":"api","memory":64,"image":"\#(place.registry):v1"}]"#
        )
        let body = try #require(made["taskDefinition"]?.object)
        let revision = "\(place.name):5"
        var registered: JSONObject = ["family": .string(place.name), "revision": .string(revision)]
        registered["definition"] = ["containerDefinitions": body["containerDefinitions"] ?? .null]
        let digest = place.needs["digests"]?["v1"]?.string ?? ""
        let started: JSONObject = ["revision": .string(revision), "image": .string("\(place.registry)@\(digest)")]
        try place.sandbox.record([
            Event.line("revision.registered", "revision/123456789012/eu-west-1/\(place.name)", registered),
            Event.request("shop/dev"), Event.deployment("started", "shop/dev", started),
            Event.deployment("succeeded", "shop/dev"),
        ])
        let words = [
            "deploy", "shop/dev", "--image", "\(place.name):v3", "--poll", "0s", "--task-definition", revision,
        ]
        #expect(try place.sandbox.run(words, environment: place.environment).status == 0)
        let before = try targets(place).rows.first { $0["version"] == 4 }
        #expect(before?["reasons"] == [])
        try place.emulator.ask("images", ["tags": ["other"], "name": .string(place.name)])
        try place.emulator.ask("retag", ["repository": .string(place.name), "old": "other", "new": "v1"])
        let after = try targets(place).rows.first { $0["version"] == 4 }
        #expect(after?["reasons"] == ["tagMoved"])
        try place.succeed("rollback", "shop/dev", "v4", "--poll", "0s")
        let container = try place.definition(place.running() ?? "")?["containerDefinitions"]?.array?.first
        #expect(container?["image"] == .string("\(place.registry)@\(digest)"))
    }

    @Test(
        arguments: [
            ("DescribeImages", "imageUnchecked"), ("DescribeSecret", "secretUnchecked"),
            ("GetParameters", "secretUnchecked"), ("GetRole", "roleUnchecked"),
            ("DescribeLogGroups", "logGroupUnchecked"), ("DescribeTaskDefinition", "revisionUnchecked"),
            ("DescribeServices", "serviceUnchecked"),
        ]
    )
    func `is unknown where a read is denied`(_ operation: String, _ reason: String) throws {
        let place = try EmulatedStage(furnishedWith: ["v1", "v2"])
        for tag in ["v1", "v2"] {
            let words = ["deploy", "shop/dev", "--image", "\(place.name):\(tag)", "--poll", "0s"]
            #expect(try place.sandbox.run(words, environment: place.environment).status == 0)
        }
        try place.meet(operation, Array(repeating: "denied", count: 6))
        let (rows, error) = try targets(place)
        let first = try #require(rows.first { $0["version"] == 1 })
        #expect(first["verdict"] == "unknown")
        #expect(first["reasons"] == [.string(reason)])
        #expect(error.contains("AccessDeniedException: \(operation): "), "\(error)")
        let looks = first["checked"]?.array?.compactMap { $0["result"]?.string } ?? []
        #expect(looks.contains { $0 == "unknown: AccessDeniedException" })
    }

    /// A revision of which nobody tells whether it is active is registered again.
    @Test(arguments: [
        ("GetRole", "role", 3), ("DescribeImages", "image", 3), ("DescribeTaskDefinition", "revision", 5),
    ])
    func `is gone to where a read is denied, and that is told`(_ operation: String, _ what: String, _ number: Int)
        throws
    {
        let place = try deployed()
        try place.meet(operation, "denied")
        let answer = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(answer.error.contains("note: shop/dev: no answer on \(what) "), "\(answer.error)")
        #expect(try place.running() == "\(place.name):\(number)")
    }

    @Test(arguments: [("CODE_DEPLOY", "aws deploy create-deployment"), ("EXTERNAL", "aws ecs create-task-set")])
    func `is nothing where others deploy the service`(_ controller: String, _ instead: String) throws {
        let place = try EmulatedStage(
            furnishedWith: ["v1"],
            service: ["deploymentController": ["type": .string(controller)]]
        )
        try place.sandbox.record([
            Event.request("shop/dev"),
            Event.deployment("started", "shop/dev", ["revision": .string("\(place.name):1")]),
            Event.deployment("succeeded", "shop/dev"), Event.request("shop/dev"),
            Event.deployment("started", "shop/dev", ["revision": .string("\(place.name):2")]),
            Event.deployment("succeeded", "shop/dev"),
        ])
        let text = try place.succeed("targets", "shop/dev", "--check")
        #expect(text.output.contains("Instead, ") && text.output.contains(instead), "\(text.output)")
        let words = ["rollback", "shop/dev"]
        let told = try place.sandbox.refuse(words, environment: place.environment, with: 4, "controllerNotEcs")
        #expect(told.error.contains(instead))
    }

    @Test func `is a version of a function, and its image`() throws {
        let place = try EmulatedStage(furnishedWith: ["v1", "v2"])
        let (function, role) = ("\(place.name)-fn", "arn:aws:iam::123456789012:role/\(place.name)")
        let digests = try ["v1", "v2"].map { try #require(place.needs["digests"]?[$0]?.string) }
        let images = digests.map { "\(place.registry)@\($0)" }
        let made = try place.emulator.cli(
            "lambda",
            "create-function",
            "--function-name",
            function,
            "--package-type",
            "Image",
            "--role",
            role,
            "--code",
            "ImageUri=\(images[0])",
            "--publish"
        )
        let stage: JSONObject = [
            "stack": "shop", "stage": "fn", "account": "123456789012", "region": "eu-west-1",
            "target": ["kind": "lambda", "function": .string(function)],
        ]
        try place.sandbox.record([Event.line("stage.added", nil, stage)])
        for (version, image) in zip([made["Version"]?.string ?? "", "7"], images) {
            let started: JSONObject = ["revision": .string(version), "image": .string(image)]
            try place.sandbox.record([
                Event.request("shop/fn"), Event.deployment("started", "shop/fn", started),
                Event.deployment("succeeded", "shop/fn"),
            ])
        }
        func reasons() throws -> [JSONValue?] {
            let answer = try place.succeed("targets", "shop/fn", "--check", "-o", "json")
            return try JSONReader.value(answer.bytes).array?.map { $0["reasons"] } ?? []
        }
        #expect(try reasons() == [["alreadyRunning", "revisionDeleted"], []])
        _ = try place.emulator.cli(
            "ecr",
            "batch-delete-image",
            "--repository-name",
            place.name,
            "--image-ids",
            "imageDigest=\(digests[0])"
        )
        #expect(try reasons().last == ["imageMissing"])
        try place.emulator.change("lambda", "delete-function", "--function-name", function)
        #expect(try reasons().last == ["revisionDeleted", "imageMissing", "functionMissing"])
    }

    @Test func `is asked of the stage's own account, and of now`() throws {
        let place = try EmulatedStage(account: "999999999999")
        try place.sandbox.refuse(["targets", "shop/dev", "--check"], environment: place.environment, with: 4, "9999")
        let words = ["targets", "shop/dev", "--check", "--at", "1h"]
        try place.sandbox.refuse(words, environment: place.environment, with: 64, "--at")
    }
}

extension EmulatedStage {
    /// Of its own images.
    fileprivate var registry: String { "123456789012.dkr.ecr.eu-west-1.amazonaws.com/\(name)" }
}
