import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Deploying` {
    @Test func `brings a pinned image to the service and tells of it`() throws {
        let place = try EmulatedStage()
        let answer = try place.deploy("v1", "--commit", "4f2c1a9", "-m", "first")
        #expect(answer.output.hasPrefix("shop/dev@v1 runs \(place.name):2 (shop@"))
        #expect(answer.output.contains("\nundo: stackledger rollback shop/dev \(place.name):1\n"))

        #expect(try place.running() == "\(place.name):2")
        let container = try place.definition("\(place.name):2")?["containerDefinitions"]?.array?.first
        #expect(container?["image"]?.string == place.image("v1"))
        #expect(container?["environment"] == [["name": "DATABASE_URL", "value": .string(EmulatedStage.value)]])
        let sent = try place.requests("RegisterTaskDefinition").first
        #expect(sent?["containerDefinitions"]?.array?.first?["ulimits"]?.array?.first?["softLimit"] == 9)
        #expect(sent?["tags"]?.array?.contains(["key": "team", "value": "shop"]) == true)
        let update = try #require(try place.requests("UpdateService").first?.object)
        #expect(update["desiredCount"] == nil)
        #expect(update["taskDefinition"]?.string?.hasPrefix("arn:aws:ecs:") == true)
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])

        #expect(try place.outcomes() == ["succeeded"])
        let shown = try place.sandbox.succeed("show", "shop/dev@v1").output
        for words in ["first", "4f2c1a9", "\(place.name):2", "RegisterTaskDefinition", "UpdateService"] {
            #expect(shown.contains(words), "\(words) is not in \(shown)")
        }
        #expect(try place.sandbox.column("status", of: "actions").allSatisfy { $0 == "succeeded" })
        #expect(try place.sandbox.column("runningRevision", of: "stages") == [.string("\(place.name):2")])
        try place.sandbox.succeed("trace", "4f2c1a9")
        try place.checkThatValuesAreSealed()
    }

    @Test(arguments: ["dkr-ecr.eu-west-1.on.aws", "dkr.ecr-fips.eu-west-1.amazonaws.com"])
    func `finds the digest under every host of ECR, and keeps the host`(host: String) throws {
        let place = try EmulatedStage()
        let named = place.image("v1").replacing("dkr.ecr.eu-west-1.amazonaws.com", with: host)
        let tagged = "\(named.prefix { $0 != "@" }):v1"
        #expect(try place.run("deploy", "shop/dev", "--image", tagged, "--poll", "0s").status == 0)
        let container = try place.definition("\(place.name):2")?["containerDefinitions"]?.array?.first
        #expect(container?["image"]?.string == named)
    }

    @Test func `tells its result as JSON`() throws {
        let place = try EmulatedStage()
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "-o", "json")
        #expect(answer.status == 0, "\(answer.error)")
        let row = try #require(try JSONReader.value(answer.bytes).array?.first)
        #expect(row["outcome"] == "succeeded" && row["version"] == 1 && row["image"]?.string == place.image("v1"))
        #expect(row["revision"]?.string == "\(place.name):2")
        #expect(row["awsDeployment"]?.string?.hasPrefix("ecs-svc/") == true)
    }

    @Test func `names a service and its cluster by ARN as well`() throws {
        let place = try EmulatedStage()
        let arn = "arn:aws:ecs:eu-west-1:123456789012"
        let target = ["--cluster", "\(arn):cluster/main", "--service", "\(arn):service/main/\(place.name)"]
        let added = try place.sandbox.run(["stage", "add", "shop/arn"] + target + place.inAccount)
        #expect(added.status == 0, "\(added.error)")
        let words = ["deploy", "shop/arn", "--image", "shop:v1", "--container", "api", "--poll", "0s"]
        let deployed = try place.sandbox.run(words, environment: place.environment)
        #expect(deployed.status == 0, "\(deployed.error)")
        #expect(try place.running() == "\(place.name):2")
        #expect(try place.sandbox.column("family", of: "stages").last == .string(place.name))
        try place.succeed("scale", "shop/arn", "--desired", "3", "--poll", "0s")
    }

    @Test func `what AWS rolls back ends with 7, and is bad`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.rollout(ends: "FAILED", afterLooks: 2)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v3", "--poll", "0s")
        #expect(answer.status == 7 && answer.error.contains("circuit breaker"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "rolledBack"])
        #expect(try place.running() == "\(place.name):3")
        let reasons = try place.sandbox.column("reasons", of: "targets", "shop/dev")
        #expect(reasons.first?.array?.contains("neverSucceeded") == true, "\(reasons)")
        try place.rollout()
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.running() == "\(place.name):2")
    }

    @Test func `what AWS rolls back names why its tasks stopped`() throws {
        let log: JSONObject = ["logDriver": "awslogs", "options": ["awslogs-group": "/ecs/api"]]
        let container: JSONObject = ["name": "api", "image": "shop:old", "memory": 9, "logConfiguration": .object(log)]
        let place = try EmulatedStage(definition: ["containerDefinitions": [.object(container)]])
        try place.deploy("v1")
        try place.rollout(ends: "FAILED")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        let page = "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/main/tasks/\(place.name)-"
        for words in [
            "failed to start; task \(place.name)-", ": EssentialContainerExited, exit 1 (api);",
            "; log group /ecs/api; \(page)",
        ] {
            #expect(answer.status == 7 && answer.error.contains(words), "\(words): \(answer.error)")
        }
        let event = try #require(try place.sandbox.records(ofType: "deployment.rolledBack.v1").last)
        let stops = event.data["stops"]?.array ?? []
        #expect(stops.count == 2 && stops[0]["code"] == "EssentialContainerExited", "\(stops)")
        #expect(stops[0]["containers"] == [["name": "api", "exitCode": 1]])
        for shown in [["show", "shop/dev@v2"], ["history", "shop/dev", "-o", "json"]] {
            #expect(try place.sandbox.run(shown).output.contains("EssentialContainerExited, exit 1 (api)"), "\(shown)")
        }
    }

    @Test func `what AWS rolls back says what ECS could not pull`() throws {
        let place = try EmulatedStage()
        try place.rollout(ends: "FAILED")
        let reason = "CannotPullContainerError: pull image manifest has been retried 5 time(s)"
        let members: JSONObject = [
            "stopCode": "TaskFailedToStart", "stoppedReason": .string(reason), "containers": [["name": "api"]],
        ]
        try place.emulator.ask("cause", ["name": .string(place.name), "members": .object(members)])
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        #expect(answer.status == 7 && answer.error.contains(": \(reason);"), "\(answer.error)")
    }

    /// Why tasks stopped only tells more.
    @Test(arguments: ["ListTasks", "DescribeTasks"])
    func `what AWS rolls back ends with 7 where its tasks may not be read`(_ operation: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(ends: "FAILED")
        try place.meet(operation, "denied")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s")
        #expect(answer.status == 7 && answer.error.contains("circuit breaker"), "\(answer.error)")
        #expect(answer.error.contains("note: AWS did not tell why tasks stopped: \(operation): "), "\(answer.error)")
    }

    @Test(arguments: [("DescribeTaskDefinition", 4), ("DescribeServices", 1)])
    func `what is gone meanwhile ends it, and the stage is free again`(_ operation: String, _ reads: Int) throws {
        let place = try EmulatedStage()
        try place.meet(operation, Array(repeating: "none", count: reads) + ["unknown"])
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("AWS has no"), "\(answer.error)")
        #expect(try place.outcomes() == ["failed"])
        try place.deploy("v2")
    }

    @Test func `what AWS refuses ends with 6 and the reason`() throws {
        let place = try EmulatedStage()
        try place.meet("UpdateService", "denied")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("AccessDeniedException: denied: ecs:UpdateService"))
        #expect(try place.outcomes() == ["failed"])
        #expect(try place.running() == "\(place.name):1")
        try place.deploy("v1")
    }

    @Test func `a time that is over ends with 8, and a wait goes on`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "1s", "--timeout", "1s")
        #expect(answer.status == 8 && answer.error.contains("hint: stackledger wait shop/dev"), "\(answer.error)")
        #expect(try place.outcomes() == [nil])
        try place.rollout()
        let waited = try place.succeed("wait", "shop/dev", "--poll", "0s")
        #expect(waited.output.hasPrefix("shop/dev@v1 runs"))
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `a wait for what somebody else carries through ends with 8 too, and asks AWS nothing`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        let running = try place.start("deploy", "shop/dev", "--image", "shop:v1", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < 2 { usleep(10_000) }
        let over = try place.sandbox.run(["wait", "shop/dev", "--timeout", "1s"])
        #expect(over.status == 8 && over.error.contains("shop/dev@v1 has no outcome yet"), "\(over.error)")
        let waiting = try place.sandbox.start(["wait", "shop/dev"])
        try place.rollout()
        #expect(running.answer().status == 0)
        #expect(waiting.answer().status == 0)
    }

    @Test func `without waiting it ends when the calls are made, and the next one looks how it went`() throws {
        let place = try EmulatedStage()
        let answer = try place.deploy("v1", "--no-wait")
        #expect(answer.output == "shop/dev@v1 is still running: stackledger wait shop/dev\n")
        #expect(try place.outcomes() == [nil])
        try place.deploy("v2")
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test func `one that is under way is not begun on`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v1", "--no-wait")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--poll", "5s")
        #expect(answer.status == 5, "\(answer.error)")
        #expect(try place.outcomes() == [nil])
        #expect(try place.writes().count == 2)
    }

    @Test func `a dry run changes nothing, even where something was left open`() throws {
        let place = try EmulatedStage()
        let before = try place.sandbox.log().head()
        let answer = try place.deploy("v1", "--dry-run")
        #expect(answer.lines.filter { $0.hasPrefix("would call") }.count == 2)
        #expect(answer.output.contains(place.image("v1")))
        #expect(try place.sandbox.log().head() == before)

        try place.kill(["deploy", "shop/dev", "--image", "shop:v1"], at: "RegisterTaskDefinition", "holdBefore")
        let left = try place.sandbox.log().head()
        _ = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--dry-run")
        #expect(try place.sandbox.log().head() == left)
        #expect(try place.writes() == [])
    }

    @Test func `a version that is not the newest is refused`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2", "--expect", "v1")
        let size = try place.sandbox.checkedSize()
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v3", "--expect", "v1")
        #expect(answer.status == 5 && answer.error.contains("shop/dev is at v2, v1 was expected"), "\(answer.error)")
        #expect(try place.sandbox.checkedSize() == size)
    }

    @Test func `one key is one deployment`() throws {
        let place = try EmulatedStage()
        let first = try place.deploy("v1", "--idempotency-key", "build-7")
        let second = try place.deploy("v1", "--idempotency-key", "build-7")
        #expect(first.output == second.output)
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        let other = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--idempotency-key", "build-7")
        #expect(other.status == 5 && other.error.contains("build-7"), "\(other.error)")
        #expect(try place.outcomes() == ["succeeded"])
    }

    /// `script` gives the program a terminal of its own.
    @Test(arguments: [("no", "", 0), ("yes", "", 1), ("no", "-y", 1)])
    func `at a terminal asks first, unless told not to`(answer: String, option: String, deployments: Int) throws {
        let place = try EmulatedStage()
        let settings = place.environment.map { "\($0)='\($1)'" }.joined(separator: " ")
        let command = "\(RunningProgram.path) deploy shop/dev --image shop:v1 --poll 0s \(option)"
        _ = try place.sandbox.shell("echo \(answer) | env \(settings) script -qec \"\(command)\" /dev/null")
        #expect(try place.outcomes().count == deployments)
    }

    @Test(arguments: [SIGINT, SIGQUIT])
    func `interrupted, it says how to go on`(signal: Int32) throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        let running = try place.start("deploy", "shop/dev", "--image", "shop:v1", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < 2 { usleep(10_000) }
        running.signal(signal)
        let answer = running.answer()
        #expect(answer.status == 130, "\(answer.error)")
        #expect(answer.error.contains("what AWS has started goes on. hint: stackledger recover shop/dev"))
        try place.rollout()
        try place.succeed("recover", "--poll", "0s")
        #expect(try place.outcomes() == ["succeeded"])
    }
}
