import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerViews
import Testing
import LedgerValues

struct `The targets of a rollback` {
    private static let stage: [String: Cell] = ["stack": "shop", "stage": "prod"].mapValues(Cell.text)

    /// The default target and its verdict.
    private func choice(_ story: Story, at moment: Moment = .now) throws -> String? {
        let table = try ViewFixture(story.drafts).session(at: moment).rows(of: .targets, Self.stage)
        let chosen = table.rows.indices.first { table.record($0)["is_default"] == .integer(1) }
        return chosen.map { row in
            "v\(table.record(row)["version"]?.integer ?? 0) \(table.record(row)["verdict"]?.text ?? "")"
        }
    }

    private func reasons(_ story: Story, of version: Int) throws -> String? {
        let table = try ViewFixture(story.drafts).session().rows(of: .targets, Self.stage)
        let row = table.rows.indices.first { table.record($0)["version"] == .integer(Int64(version)) }
        return row.flatMap { table.record($0)["reasons"]?.text }
    }

    private var goodThenBad: Story {
        var story = Story()
        story.deploy(1, "0", at: 10)
        story.deploy(2, "a", at: 20)
        story.deploy(3, "b", at: 30)
        return story
    }

    @Test func `are earlier runs, never what was rolled back`() throws {
        var story = goodThenBad
        #expect(try choice(story) == "v2 eligible")
        story.deploy(4, "a", "rollback", at: 40)
        #expect(try choice(story) == "v1 eligible")
        story.deploy(5, "0", "rollback", at: 50)
        #expect(try choice(story) == nil)
        #expect(try reasons(story, of: 3) == #"["rolledAwayFrom","revisionUnknown"]"#)
    }

    @Test func `become eligible again by a mark or a new start`() throws {
        var story = goodThenBad
        story.deploy(4, "a", "rollback", at: 40)
        story.mark(3, "good", at: 45)
        #expect(try choice(story) == "v3 eligible")

        var again = goodThenBad
        again.deploy(4, "a", "rollback", at: 40)
        again.deploy(5, "b", at: 50)
        again.deploy(6, "c", at: 60)
        #expect(try choice(again) == "v5 eligible")
    }

    @Test func `become eligible again where a person named them, but for a mark`() throws {
        var story = goodThenBad
        story.deploy(4, "a", "rollback", at: 40)
        story.deploy(5, "b", "rollback", target: "v3", at: 50)
        story.deploy(6, "c", at: 60)
        #expect(try choice(story) == "v5 eligible")
        story.mark(3, "bad", at: 45)
        #expect(try reasons(story, of: 5) == #"["markedBad","revisionUnknown"]"#)
    }

    @Test func `have the content of their own target, and so does what restarts them`() throws {
        var story = goodThenBad
        story.deploy(4, "a", "rollback", revision: "shop:pinned", from: 2, at: 40)
        #expect(try reasons(story, of: 2) == #"["alreadyRunning","revisionUnknown"]"#)
        var restart = story.identity(5)
        restart["kind"] = "restart"
        story.add("deployment.requested", restart, at: 41)
        story.add("deployment.succeeded", story.identity(5), at: 42)
        #expect(try reasons(story, of: 2) == #"["alreadyRunning","revisionUnknown"]"#)
        story.deploy(6, "a", "rollback", revision: "shop:again", from: 4, at: 50)
        #expect(try reasons(story, of: 2) == #"["alreadyRunning","revisionUnknown"]"#)
        // It says that it goes back there, and runs something else.
        story.deploy(7, "c", "rollback", from: 2, at: 60)
        #expect(try reasons(story, of: 7) == #"["alreadyRunning","revisionUnknown"]"#)
        #expect(try reasons(story, of: 2) == #"["rolledAwayFrom","revisionUnknown"]"#)
    }

    @Test func `are what ran before the ledger, which the first request tells`() throws {
        var story = Story()
        story.deploy(1, "a", running: "shop:0", at: 10)
        #expect(try choice(story) == "v0 eligible")
        #expect(try reasons(story, of: 1) == #"["alreadyRunning","revisionUnknown"]"#)
        #expect(try choice(story, at: .time(Story.time(9))) == nil)
    }

    @Test func `are not blocked by a lock that allows rollbacks`() throws {
        var story = goodThenBad
        story.add("stage.locked", ["reason": "freeze", "allows": ["rollback"]], at: 40)
        #expect(try choice(story) == "v2 eligible")
        story.add("stage.locked", ["reason": "freeze", "allows": ["deploy"]], at: 41)
        #expect(try choice(story) == "v2 blocked")
    }

    @Test func `exclude what is marked bad and what AWS rolled back`() throws {
        var story = goodThenBad
        story.mark(2, "bad", at: 35)
        #expect(try choice(story) == "v1 eligible")
        story.deploy(4, "c", "deploy", "rolledBack", at: 40)
        #expect(try reasons(story, of: 4) == #"["neverSucceeded","rolledAwayFrom","revisionUnknown"]"#)
    }

    @Test func `are blocked by an active lock and by a deleted image`() throws {
        var story = goodThenBad
        story.add("stage.locked", ["reason": "freeze", "expires": .string(Story.time(100).description)], at: 40)
        #expect(try choice(story) == "v2 eligible")
        #expect(try choice(story, at: .time(Story.time(50))) == "v2 blocked")
        story.add("stage.locked", ["reason": "freeze"], at: 45)
        #expect(try choice(story) == "v2 blocked")
        story.add("stage.unlocked", [:], at: 46)
        let repository = "repository/123456789012/us-east-1/shop/api"
        story.add("image.deleted", ["digest": .string(Story.digest("a")), "why": "lifecycle"], at: 50, to: repository)
        #expect(try choice(story) == "v2 blocked")
        #expect(try reasons(story, of: 2) == #"["revisionUnknown","imageMissing"]"#)
    }

    @Test func `know their images under every host of ECR`() throws {
        for host in ["123456789012.dkr-ecr.us-east-1.on.aws", "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com"] {
            var story = Story()
            let repository = "repository/123456789012/us-east-1/shop/api"
            let container: JSONValue = ["name": "api", "image": .string("\(host)/shop/api:latest")]
            let body: JSONObject = [
                "family": "shop", "revision": "shop:1", "definition": ["containerDefinitions": [container]],
            ]
            story.add("revision.registered", body, at: 1, to: "revision/123456789012/us-east-1/shop")
            let image = "\(host)/shop/api@\(Story.digest("a"))"
            let request = story.identity(1).with("kind", "deploy").with("image", .string(image))
            story.add("deployment.requested", request, at: 2)
            story.add("deployment.started", story.identity(1).with("revision", "shop:1"), at: 3)
            story.add("deployment.succeeded", story.identity(1), at: 4)
            story.add("image.tagged", ["tag": "latest", "digest": .string(Story.digest("b"))], at: 5, to: repository)
            #expect(try reasons(story, of: 1) == #"["alreadyRunning","tagMoved"]"#, "\(host)")
            story.add("image.deleted", ["digest": .string(Story.digest("a"))], at: 6, to: repository)
            #expect(try reasons(story, of: 1) == #"["alreadyRunning","imageMissing","tagMoved"]"#, "\(host)")
        }
    }

    @Test func `of a function are its images, whatever their version numbers`() throws {
        var story = Story()
        story.add("stage.changed", ["target": ["kind": "lambda", "function": "thumbs"]], at: 1)
        story.deploy(1, "a", revision: "1", at: 10)
        story.deploy(2, "b", revision: "2", at: 20)
        story.deploy(3, "a", "rollback", revision: "3", at: 30)
        #expect(try choice(story) == nil)
        #expect(try reasons(story, of: 1) == #"["alreadyRunning"]"#)
        #expect(try reasons(story, of: 2) == #"["rolledAwayFrom"]"#)
    }

    private func register(_ revision: String, _ container: JSONObject, fingerprint: String, in story: inout Story) {
        var named = container
        named["name"] = "api"
        let body: JSONObject = [
            "family": "shop", "revision": .string(revision), "fingerprint": .string(fingerprint),
            "definition": ["containerDefinitions": [.object(named)]],
        ]
        story.add("revision.registered", body, at: 1, to: "revision/123456789012/us-east-1/shop")
    }

    @Test func `are not what runs if AWS has added its defaults alone`() throws {
        var story = Story()
        register("shop:1", ["image": "shop:v1", "portMappings": [["containerPort": 80]]], fingerprint: "1", in: &story)
        register(
            "shop:2",
            [
                "image": .string(Story.image("a")), "cpu": 0, "essential": true, "environment": [],
                "portMappings": [["containerPort": 80, "hostPort": 0, "protocol": "tcp"]],
            ],
            fingerprint: "2",
            in: &story
        )
        register("shop:3", ["image": "shop:v1", "cpu": 128], fingerprint: "1", in: &story)
        story.deploy(1, "b", revision: "shop:1", at: 10)
        story.deploy(2, "a", revision: "shop:1", at: 20)
        story.deploy(3, "a", revision: "shop:2", at: 30)
        #expect(try choice(story) == "v1 eligible")
        #expect(try reasons(story, of: 2) == #"["alreadyRunning"]"#)
        // The recorded fingerprint says that it is that of v1; the body says otherwise.
        story.deploy(4, "b", revision: "shop:3", at: 40)
        #expect(try reasons(story, of: 1) == "[]")
        #expect(try choice(story) == "v3 eligible")
    }

    /// A sidecar that is named by a tag, as AWS tells it of what was seen and as a request pins it.
    @Test func `differ in the image of any container`() throws {
        var story = Story()
        let body: JSONObject = [
            "family": "shop", "revision": "shop:1",
            "definition": [
                "containerDefinitions": [
                    ["name": "api", "image": "shop:v1"], ["name": "proxy", "image": "envoy:1"],
                ]
            ],
        ]
        story.add("revision.registered", body, at: 1, to: "revision/123456789012/us-east-1/shop")
        story.add("stage.changed", ["target": ["kind": "ecs", "container": "api"]], at: 1)
        func proxy(_ letter: String) -> JSONObject { ["proxy": .string(Story.image(letter))] }
        for (version, letter) in [(1, "1"), (2, "2")] {
            var seen = story.identity(Int(version))
            (seen["revision"], seen["image"]) = ("shop:1", .string(Story.image("a")))
            seen["images"] = .object(proxy(letter))
            story.add("deployment.observed", seen, at: 10 * version)
            story.add("deployment.succeeded", story.identity(Int(version)), at: 10 * version + 1)
        }
        #expect(try choice(story) == "v1 eligible")
        var request = story.identity(3)
        (request["kind"], request["image"]) = ("rollback", .string(Story.image("a")))
        (request["revision"], request["changes"]) = ("shop:1", ["images": .object(proxy("1"))])
        story.add("deployment.requested", request, at: 30)
        story.add("deployment.succeeded", story.identity(3), at: 31)
        story.add("deployment.requested", story.identity(4).with("kind", "restart"), at: 40)
        story.add("deployment.succeeded", story.identity(4), at: 41)
        #expect(try reasons(story, of: 1) == #"["alreadyRunning"]"#)
        #expect(try reasons(story, of: 2) == #"["rolledAwayFrom"]"#)
    }

    @Test func `go by the fingerprint of a body that is not known`() throws {
        var story = Story()
        for revision in ["shop:1", "shop:2"] {
            let body: JSONObject = [
                "family": "shop", "revision": .string(revision), "fingerprint": "same", "definition": [:],
            ]
            story.add("revision.registered", body, at: 1, to: "revision/123456789012/us-east-1/shop")
        }
        story.deploy(1, "a", revision: "shop:1", at: 10)
        story.deploy(2, "a", revision: "shop:2", at: 20)
        #expect(try reasons(story, of: 1) == #"["alreadyRunning"]"#)
    }

    @Test func `are none in a stage that was removed`() throws {
        var story = goodThenBad
        story.add("stage.removed", [:], at: 40)
        let fixture = ViewFixture(story.drafts)
        #expect(try fixture.session().rows(of: .targets, Self.stage).rows.isEmpty)
        #expect(try fixture.session(at: .time(Story.time(35))).rows(of: .targets, Self.stage).rows.count == 3)
    }

    @Test func `report a moved tag and an open deployment`() throws {
        var story = goodThenBad
        let repository = "repository/123456789012/us-east-1/shop/api"
        let container: JSONValue = [
            "name": "api", "image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/api:latest",
        ]
        let body: JSONObject = [
            "family": "shop", "revision": "shop:a", "definition": ["containerDefinitions": [container]],
        ]
        story.add("revision.registered", body, at: 31, to: "revision/123456789012/us-east-1/shop")
        story.add("image.tagged", ["tag": "latest", "digest": .string(Story.digest("a"))], at: 32, to: repository)
        #expect(try reasons(story, of: 2) == "[]")
        story.add("image.tagged", ["tag": "latest", "digest": .string(Story.digest("b"))], at: 33, to: repository)
        story.add("deployment.requested", story.identity(4).with("kind", "deploy"), at: 34)
        #expect(try reasons(story, of: 2) == #"["tagMoved","deploymentOpen"]"#)
    }
}

extension JSONObject {
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONObject {
        var changed = self
        changed[name] = value
        return changed
    }
}
