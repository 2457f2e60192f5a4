import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Scaling` {
    private func bounds(_ place: EmulatedStage) throws -> [JSONValue?] {
        let told = try place.emulator.cli(
            "application-autoscaling",
            "describe-scalable-targets",
            "--service-namespace",
            "ecs",
            "--resource-ids",
            "service/main/\(place.name)"
        )
        let target = told["ScalableTargets"]?.array?.first
        return [target?["MinCapacity"], target?["MaxCapacity"]]
    }

    private func desired(_ place: EmulatedStage) throws -> JSONValue? {
        let told = try place.emulator.cli("ecs", "describe-services", "--cluster", "main", "--services", place.name)
        return told["services"]?.array?.first?["desiredCount"]
    }

    @Test func `sets how many tasks there are, and waits for them`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let answer = try place.succeed("scale", "shop/dev", "--desired", "4", "-m", "sale", "--poll", "0s")
        #expect(answer.output == "shop/dev@v2 has 4 tasks\nundo: stackledger scale shop/dev --desired 2\n")
        #expect(answer.error.contains("3 of 4 tasks run"))
        #expect(try desired(place) == 4)
        #expect(try place.requests("UpdateService").last?.object?["taskDefinition"] == nil)
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
        #expect(try place.sandbox.column("runningRevision", of: "stages") == [.string("\(place.name):2")])
        let targets = try place.sandbox.succeed("targets", "shop/dev").output
        #expect(targets.contains("A rollback of shop/dev goes to v0."), "\(targets)")
    }

    @Test func `sets bounds, and keeps the one that is not named`() throws {
        let place = try EmulatedStage()
        try place.succeed("scale", "shop/dev", "--min", "1", "--max", "4", "--poll", "0s")
        #expect(try bounds(place) == [1, 4])
        let answer = try place.succeed("scale", "shop/dev", "--max", "6", "--desired", "5", "--poll", "0s")
        #expect(answer.output.hasSuffix("has 5 tasks, max 6\nundo: stackledger scale shop/dev --desired 2 --max 4\n"))
        #expect(try bounds(place) == [1, 6])
        #expect(try place.writes() == ["RegisterScalableTarget", "RegisterScalableTarget", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test(arguments: [
        (["--min", "4", "--max", "2"], 64, "min 4 is above max 2"), (["--desired", "-1"], 64, "desired"),
        (["--desired", "9", "--max", "8"], 64, "desired 9 is above max 8"), ([], 64, "no count is given"),
        (["--desired", "5001"], 64, "5001 is above 5000"), (["--desired", "many"], 64, "many"),
        (["--min", "2"], 4, "have no bounds yet"),
        (["--instances", "--desired", "2"], 4, "does not name the Auto Scaling group"),
    ])
    func `what cannot be is refused before any call`(words: [String], status: Int32, text: String) throws {
        let place = try EmulatedStage()
        let answer = try place.sandbox.run(["scale", "shop/dev"] + words, environment: place.environment)
        #expect(answer.status == status && answer.error.contains(text), "\(answer.error)")
        #expect(try place.writes() == [])
        #expect(try place.outcomes() == [])
    }

    @Test func `what contradicts the bounds that stand is refused`() throws {
        let place = try EmulatedStage()
        try place.succeed("scale", "shop/dev", "--min", "1", "--max", "4", "--poll", "0s")
        let above = try place.run("scale", "shop/dev", "--desired", "5")
        #expect(above.status == 4 && above.error.contains("desired 5 is above max 4"), "\(above.error)")
        let below = try place.run("scale", "shop/dev", "--min", "5")
        #expect(below.status == 4 && below.error.contains("min 5 is above max 4"), "\(below.error)")
        #expect(try place.writes() == ["RegisterScalableTarget"])
    }

    @Test(arguments: ["lost", "vanished"], ["RegisterScalableTarget", "UpdateService"])
    func `a call whose answer is lost is carried out once`(_ fate: String, _ operation: String) throws {
        let place = try EmulatedStage()
        try place.meet(operation, fate)
        try place.succeed("scale", "shop/dev", "--min", "1", "--max", "4", "--desired", "3", "--poll", "0s")
        #expect(try place.writes() == ["RegisterScalableTarget", "UpdateService"])
        #expect(try bounds(place) == [1, 4])
        #expect(try desired(place) == 3)
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test(arguments: ["holdBefore", "holdAfter"])
    func `killed, it is sent again only where nothing of it was carried out and set back`(_ fate: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let before = try desired(place)
        try place.meet("UpdateService", fate)
        let words = ["scale", "shop/dev", "--desired", "5"]
        try place.sandbox.start(words, environment: place.environment).die(atHeld: place)
        if fate == "holdAfter" {
            let service = ["ecs", "update-service", "--cluster", "main", "--service", place.name]
            _ = try place.emulator.cli(service + ["--desired-count", "\(before?.integer ?? 0)"])
        }
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(answer.status == (fate == "holdBefore" ? 0 : 9), "\(answer.error)")
        #expect(try desired(place) == (fate == "holdBefore" ? 5 : before))
        if fate == "holdAfter" { #expect(answer.error.contains("somebody may have set the number back")) }
    }

    @Test(arguments: ["none", "lost", "vanished"])
    func `sets how many instances there are, once`(_ fate: String) throws {
        let place = try EmulatedStage()
        try place.meet("UpdateAutoScalingGroup", fate)
        try place.emulator.change(
            "autoscaling",
            "create-launch-configuration",
            "--launch-configuration-name",
            place.name,
            "--image-id",
            "ami-12c6146b",
            "--instance-type",
            "t3.micro"
        )
        try place.emulator.change(
            "autoscaling",
            "create-auto-scaling-group",
            "--auto-scaling-group-name",
            place.name,
            "--launch-configuration-name",
            place.name,
            "--min-size",
            "1",
            "--max-size",
            "2",
            "--availability-zones",
            "eu-west-1a"
        )
        try place.succeed("stage", "change", "shop/dev", "--setting", "autoScalingGroup=\(place.name)")
        let above = try place.run("scale", "shop/dev", "--instances", "--desired", "3")
        #expect(above.status == 4 && above.error.contains("desired 3 is above max 2"), "\(above.error)")
        let words = ["scale", "shop/dev", "--instances", "--desired", "3", "--max", "4", "--poll", "0s"]
        let answer = try place.sandbox.run(words, environment: place.environment)
        let undo = "undo: stackledger scale shop/dev --instances --desired 1 --max 2\n"
        #expect(answer.output.hasSuffix("has 3 instances, max 4\n\(undo)"), "\(answer.output)\(answer.error)")
        let told = try place.emulator.cli(
            "autoscaling",
            "describe-auto-scaling-groups",
            "--auto-scaling-group-names",
            place.name
        )
        let group = told["AutoScalingGroups"]?.array?.first
        #expect(group?["MaxSize"] == 4 && group?["MinSize"] == 1 && group?["DesiredCapacity"] == 3)
        #expect(try place.writes() == ["UpdateAutoScalingGroup"])
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Restarting` {
    @Test func `begins anew with what runs, which stays what it is`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        let answer = try place.succeed("restart", "shop/dev", "-m", "new secret", "--poll", "0s")
        #expect(answer.output == "shop/dev@v2 restarted\n")
        let request = try #require(try place.requests("UpdateService").last?.object)
        #expect(request["forceNewDeployment"] == true && request["taskDefinition"] == nil)
        #expect(try place.running() == "\(place.name):2")
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test(arguments: ["lost", "vanished"])
    func `is done once when the answer is lost`(_ fate: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.meet("UpdateService", fate)
        try place.succeed("restart", "shop/dev", "--poll", "0s")
        #expect(try place.requests("UpdateService").count == 2)
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
    }

    @Test func `that AWS takes back ends with 7`() throws {
        let place = try EmulatedStage()
        try place.rollout(ends: "FAILED", afterLooks: 2)
        let answer = try place.run("restart", "shop/dev", "--poll", "0s")
        #expect(answer.status == 7, "\(answer.error)")
    }
}
