import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What ran before the ledger` {
    /// The images of the containers of a revision, by container.
    private func images(_ place: EmulatedStage, _ revision: String?) throws -> [String: String] {
        let containers = try revision.flatMap { try place.definition($0) }?["containerDefinitions"]?.array ?? []
        return containers.reduce(into: [:]) { $0[$1["name"]?.string ?? ""] = $1["image"]?.string }
    }

    @Test func `is version 0, and the first deployment can be undone`() throws {
        let place = try EmulatedStage()
        let first = try place.deploy("v1")
        #expect(first.output.contains("\nundo: stackledger rollback shop/dev \(place.name):1\n"), "\(first.output)")
        let before = try #require(try place.sandbox.json("history", "shop/dev").array?.last)
        #expect(before["version"] == 0 && before["kind"] == "observed" && before["outcome"] == "succeeded")
        #expect(before["revision"] == .string("\(place.name):1"))
        let image = try #require(before["image"]?.string)
        #expect(image.hasPrefix("shop@sha256:"))
        #expect(try place.sandbox.json("show", "shop/dev@v0")["version"] == 0)
        let dry = try place.succeed("rollback", "shop/dev", "--dry-run").output
        #expect(dry.contains(#""from":0"#), "\(dry)")
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v0 as v2: runs \(place.name):3 "), "\(back.output)")
        #expect(try images(place, place.running()) == ["api": image])
        let undo = try #require(back.lines.last?.split(separator: " ").last.map(String.init))
        try place.succeed("rollback", "shop/dev", undo, "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
        try place.checkThatValuesAreSealed()
        try place.sandbox.succeed("verify")
    }

    @Test func `is gone back to by the digests of all its containers, wherever the tags are now`() throws {
        // Tags of this test alone: the registry is everybody's.
        let tag = UUID().uuidString.prefix(8).lowercased()
        let containers: [JSONValue] = [
            EmulatedStage.container(image: "shop:\(tag)"),
            ["name": "router", "image": .string("router:\(tag)"), "memory": 32],
        ]
        let place = try EmulatedStage(containers: containers)
        try place.deploy("v1")
        let seen = try #require(
            try place.sandbox.json("events", "stage/shop/dev").array?.first {
                $0["type"] == "deployment.observed.v1"
            }
        )
        let ran = try #require(seen["data"]?["images"]?.object)
        #expect(ran.members.map(\.key) == ["api", "router"])
        let moved = "sha256:" + String(repeating: "7", count: 64)
        for image in ["shop:\(tag)", "router:\(tag)"] {
            try place.emulator.ask("supply", ["image": .string(image), "digest": .string(moved)])
        }
        try place.succeed("rollback", "shop/dev", "v0", "--poll", "0s")
        let now = try images(place, place.running())
        #expect(now["api"] == ran["api"]?.string && now["router"] == ran["router"]?.string, "\(now)")
        #expect(now["api"]?.contains(moved) == false)
    }

    @Test func `is no target where nobody knows what its tag meant, and no undo is promised`() throws {
        let place = try EmulatedStage()
        try place.emulator.ask("forbid", ["name": .string(place.name), "what": "telling"])
        let first = try place.deploy("v1")
        #expect(!first.output.contains("undo"), "\(first.output)")
        let words = ["rollback", "shop/dev", "--poll", "0s"]
        let told = try place.sandbox.refuse(words, environment: place.environment, with: 4, "shop:old")
        #expect(told.error.contains("imageUnchecked") && told.error.contains("--force"), "\(told.error)")
        try place.sandbox.refuse(words + ["--force"], environment: place.environment, with: 64, "reason")
        try place.succeed("rollback", "shop/dev", "--force", "-m", "the tag is the same", "--poll", "0s")
        #expect(try place.running() == "\(place.name):1")
    }

    @Test func `is recorded without what AWS does not tell, and that is a note`() throws {
        let place = try EmulatedStage()
        let reads = ["ListTasks", "DescribeServiceRevisions", "ListServiceDeployments"]
        for read in reads { try place.meet(read, Array(repeating: "denied", count: 4)) }
        let first = try place.deploy("v1")
        #expect(
            first.error.contains("note: shop/dev: AWS did not tell the images that run: ListTasks: "),
            "\(first.error)"
        )
        #expect(try place.sandbox.column("version", of: "history", "shop/dev") == [1, 0])
    }

    @Test(arguments: [nil, "live"])
    func `is an image of a function, and is gone back to by default`(_ alias: String?) throws {
        let place = try EmulatedStage(alias: alias)
        try place.deploy("v1")
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v0 as v2: runs "), "\(back.output)")
        #expect(try place.functionImage(alias == nil ? "$LATEST" : place.aliasVersion() ?? "") == place.image("v4"))
        #expect(try place.sandbox.column("version", of: "history", "shop/dev") == [2, 1, 0])
    }

    @Test func `is recorded when the stage is added, if there are credentials at hand`() throws {
        let place = try EmulatedStage()
        let words = [
            "stage", "add", "shop/qa", "--account", "123456789012", "--region", "eu-west-1", "--cluster", "main",
        ]
        let target = ["--service", place.name, "--container", "api"]
        let added = try place.sandbox.run(words + target, environment: place.environment)
        #expect(added.status == 0 && added.error == "shop/qa runs \(place.name):1: recorded as v0\n", "\(added.error)")
        #expect(try place.sandbox.column("version", of: "history", "shop/qa") == [0])
        #expect(try place.sandbox.column("runningRevision", of: "status", "shop/qa") == [.string("\(place.name):1")])
        var others = words
        others[2] = "shop/raw"
        let silent = try place.sandbox.run(others + target + ["--no-look"], environment: place.environment)
        #expect(silent.status == 0 && silent.error == "", "\(silent.error)")
        others[2] = "shop/far"
        #expect(try place.sandbox.run(others + target).error == "")
        others[2] = "shop/none"
        let none = try place.sandbox.run(others + ["--service", "nothing"], environment: place.environment)
        #expect(none.status == 0 && none.error.contains("AWS did not tell what runs: "), "\(none.error)")
        #expect(try place.sandbox.column("version", of: "history", "shop").allSatisfy { $0 == 0 })
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What a colleague deployed` {
    /// A revision of the service's family with an image of the repository, brought to the service by other means.
    private func deploy(_ tag: String, _ place: EmulatedStage) throws -> String {
        let made = try place.emulator.cli(
            "ecs",
            "register-task-definition",
            "--family",
            place.name,
            "--container-definitions",
            #"[{"name":"api","memory":64,"image":"\#(place.image(tag))"}]"#
        )
        let revision = "\(place.name):\(made["taskDefinition"]?["revision"]?.integer ?? 0)"
        try update(to: revision, place)
        return revision
    }

    private func update(to revision: String, _ place: EmulatedStage) throws {
        let service = ["--cluster", "main", "--service", place.name]
        _ = try place.emulator.cli(["ecs", "update-service"] + service + ["--task-definition", revision])
        for _ in 0..<2 { _ = try place.running() }
    }

    @Test func `is recorded, and rolled back from`() throws {
        let place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        let bad = try deploy("v3", place)
        let check = try place.succeed("status", "shop/dev", "--check")
        #expect(check.output.contains("AWS runs \(bad)"), "\(check.output)")
        let dry = try place.succeed("rollback", "shop/dev", "--dry-run").output
        #expect(dry.contains(#""from":2"#) && dry.contains("deployment.observed"), "\(dry)")
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v2 as v4: runs \(place.name):3 "), "\(back.output)")
        #expect(try place.running() == "\(place.name):3")
        let seen = try place.sandbox.json("history", "shop/dev").array?.first { $0["version"] == 3 }
        #expect(seen?["kind"] == "observed" && seen?["revision"] == .string(bad))
        #expect(seen?["image"] == .string(place.image("v3")))
        let undo = back.lines.last?.split(separator: " ").last.map(String.init)
        #expect(undo == bad)
        let next = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(next.output.hasPrefix("rolled back to v1 as v5"), "\(next.output)")
        let clean = try place.succeed("status", "shop/dev", "--check", "-o", "json")
        let row = try JSONReader.value(clean.bytes).array?.first
        #expect(row?["differs"] == false && row?["awsRuns"] == row?["runningRevision"], "\(clean.output)")
    }

    @Test func `is what runs, also when it was there before`() throws {
        let place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try update(to: "\(place.name):2", place)
        let words = ["rollback", "shop/dev", "v1"]
        try place.sandbox.refuse(
            words,
            environment: place.environment,
            with: 4,
            "shop/dev already runs the content of v1"
        )
        try place.succeed("rollback", "shop/dev", "v2", "--poll", "0s")
        #expect(try place.running() == "\(place.name):3")
        #expect(try place.sandbox.column("kind", of: "history", "shop/dev").prefix(2) == ["rollback", "observed"])
    }

    @Test func `is known by its body and its image once a rollback goes there`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let other = try deploy("v3", place)
        try update(to: "\(place.name):2", place)
        let back = try place.succeed("rollback", "shop/dev", other, "--poll", "0s")
        #expect(back.output.hasPrefix("shop/dev@v2 runs \(other) (shop@"), "\(back.output)")
        #expect(try place.sandbox.column("image", of: "history", "shop/dev").first == .string(place.image("v3")))
        #expect(
            try place.sandbox.json("show", other)["containers"]?.array?.first?["image"] == .string(place.image("v3"))
        )
    }

    @Test func `of a function's alias is recorded, and rolled back from`() throws {
        let place = try EmulatedStage(alias: "live")
        try place.deploy("v1")
        try place.updateBySomebodyElse("v3")
        let made = try place.emulator.cli("lambda", "publish-version", "--function-name", place.name)
        let version = made["Version"]?.string ?? ""
        _ = try place.emulator.cli(
            "lambda",
            "update-alias",
            "--function-name",
            place.name,
            "--name",
            "live",
            "--function-version",
            version
        )
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v1 as v3: runs version 2 "), "\(back.output)")
        #expect(try place.aliasVersion() == "2")
        #expect(
            try place.sandbox.column("image", of: "history", "shop/dev") == [
                .string(place.image("v1")), .string(place.image("v3")), .string(place.image("v1")),
                .string(place.image("v4")),
            ]
        )
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A rollback and a lock` {
    @Test func `pass each other, unless the lock stops rollbacks too`() throws {
        let place = try EmulatedStage()
        for tag in ["v1", "v2", "v3"] { try place.deploy(tag) }
        try place.sandbox.succeed("stage", "lock", "shop/dev", "-m", "closing")
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "closing")
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):3")
        try place.sandbox.succeed("stage", "unlock", "shop/dev")
        try place.sandbox.succeed("stage", "lock", "shop/dev", "-m", "closing", "--no-rollback")
        let back = ["rollback", "shop/dev", "--poll", "0s"]
        try place.sandbox.refuse(back, environment: place.environment, with: 4, "--force -m WHY")
        try place.sandbox.refuse(back + ["--force"], environment: place.environment, with: 64, "needs a reason")
        try place.succeed("rollback", "shop/dev", "--force", "-m", "it burns", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
    }

    @Test func `of an earlier version of the program stops rollbacks`() throws {
        let place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try place.sandbox.record([Event.line("stage.locked", "stage/shop/dev", ["reason": "closing"])])
        try place.sandbox.refuse(["rollback", "shop/dev"], environment: place.environment, with: 4, "locked")
    }

    @Test func `that is forced overrides a missing role, and never a missing image`() throws {
        let place = try EmulatedStage(furnishedWith: ["v1", "v2"])
        for tag in ["v1", "v2"] {
            let words = ["deploy", "shop/dev", "--image", "\(place.name):\(tag)", "--poll", "0s"]
            #expect(try place.sandbox.run(words, environment: place.environment).status == 0)
        }
        try place.emulator.change("iam", "delete-role", "--role-name", place.name)
        let words = ["rollback", "shop/dev", "v1", "--poll", "0s"]
        let forced = words + ["--force", "-m", "the role comes back"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "roleMissing")
        let digest = place.needs["digests"]?["v1"]?.string ?? ""
        let image = ["--image-ids", "imageDigest=\(digest)"]
        let dry = try place.sandbox.run(forced + ["--dry-run"], environment: place.environment)
        #expect(dry.status == 0, "\(dry.error)")
        _ = try place.emulator.cli(["ecr", "batch-delete-image", "--repository-name", place.name] + image)
        try place.sandbox.refuse(forced, environment: place.environment, with: 4, "imageMissing")
    }

    @Test func `to a target that is named makes it a target again`() throws {
        let place = try EmulatedStage()
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        try place.succeed("rollback", "shop/dev", "v2", "--poll", "0s")
        try place.deploy("v3")
        let dry = try place.succeed("rollback", "shop/dev", "--dry-run").output
        #expect(dry.contains(#""from":4"#), "\(dry)")
    }
}
