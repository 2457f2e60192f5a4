import Foundation
import LedgerDomain
import LedgerSQLite
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Cancelling` {
    @Test func `stops what ECS has begun, and the service runs again what it ran before`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v2", "--no-wait")
        let answer = try place.succeed("cancel", "shop/dev", "-m", "wrong image", "--poll", "0s")
        #expect(answer.output == "shop/dev@v2: cancelled\n")
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
        #expect(try place.running() == "\(place.name):2")
        #expect(try place.writes().suffix(1) == ["StopServiceDeployment"])
        let shown = try place.sandbox.succeed("show", "shop/dev@v2").output
        #expect(shown.contains("wrong image") && shown.contains("StopServiceDeployment"), "\(shown)")
        try place.rollout()
        try place.deploy("v3")
    }

    @Test func `reaches whoever carries the deployment through`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        let running = try place.start("deploy", "shop/dev", "--image", "shop:v2", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < 4 { usleep(10_000) }
        let cancelled = try place.succeed("cancel", "shop/dev", "--poll", "0s")
        #expect(cancelled.output == "shop/dev@v2: cancelled\n")
        let answer = running.answer()
        #expect(answer.status == 5 && answer.error.contains("shop/dev@v2 was cancelled"), "\(answer.error)")
        #expect(try place.writes().filter { $0 == "StopServiceDeployment" }.count == 1)
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }

    @Test func `leaves what was not sent, and asks AWS to change nothing`() throws {
        let place = try EmulatedStage()
        try place.kill(["deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s"], at: "UpdateService", "holdBefore")
        try place.succeed("cancel", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition"])
        #expect(try place.running() == "\(place.name):1")
        #expect(try place.outcomes() == ["cancelled"])
        #expect(try place.sandbox.column("status", of: "actions").contains("abandoned"))
        #expect(try place.sandbox.column("status", of: "actions", "--in-doubt").isEmpty)
    }

    @Test func `ends what waits for approval`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.deploy("v1")
        try place.succeed("cancel", "shop/dev")
        #expect(try place.writes() == [])
        #expect(try place.outcomes() == ["cancelled"])
    }

    @Test func `what cannot be stopped any more goes on, and ends with 4`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 3)
        try place.deploy("v1", "--no-wait")
        try place.meet("StopServiceDeployment", "unknown")
        let answer = try place.run("cancel", "shop/dev", "--poll", "0s")
        #expect(answer.status == 4, "\(answer.error)")
        #expect(answer.error.contains("shop/dev@v1 could not be stopped: it succeeded. hint: stackledger rollback"))
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.running() == "\(place.name):2")
    }

    @Test(arguments: ["lost", "vanished"])
    func `a stop whose answer is lost is sent again only if it had no effect`(_ fate: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v2", "--no-wait")
        try place.meet("StopServiceDeployment", fate)
        try place.succeed("cancel", "shop/dev", "--poll", "0s")
        #expect(try place.writes().filter { $0 == "StopServiceDeployment" }.count == 1)
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }

    @Test(arguments: ["holdBefore", "holdAfter"])
    func `killed, it is resumed`(_ fate: String) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v2", "--no-wait")
        try place.kill(["cancel", "shop/dev", "--poll", "0s"], at: "StopServiceDeployment", fate)
        let recovered = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(recovered.status == 5, "\(recovered.error)")
        #expect(try place.writes().filter { $0 == "StopServiceDeployment" }.count == 1)
        #expect(try place.outcomes() == ["succeeded", "cancelled"])
    }

    @Test func `with nothing to end it is refused`() throws {
        let place = try EmulatedStage()
        let answer = try place.run("cancel", "shop/dev")
        #expect(answer.status == 3 && answer.error.contains("no deployment of shop/dev is open"), "\(answer.error)")
    }

    @Test func `a dry run tells what would be sent, and changes nothing`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v1", "--no-wait")
        let before = try place.sandbox.log().head()
        let answer = try place.succeed("cancel", "shop/dev", "--dry-run")
        #expect(answer.output.contains(#"would call    ecs StopServiceDeployment  {"cluster":"main""#))
        #expect(answer.output.contains("would append  deployment.cancelRequested.v1"))
        #expect(try place.sandbox.log().head() == before)
    }
}

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A deployment that is under way` {
    @Test func `is stopped by a rollback, which then has its way`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v3", "--no-wait")
        let before = try place.writes().count
        let running = try place.start("rollback", "shop/dev", "v1", "-m", "it burns", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < before + 2 { usleep(10_000) }
        try place.rollout()
        let answer = running.answer()
        #expect(answer.status == 0, "\(answer.error)")
        #expect(try place.writes().suffix(2) == ["StopServiceDeployment", "UpdateService"])
        #expect(try place.running() == "\(place.name):2")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "cancelled", "succeeded"])
    }

    @Test(arguments: [true, false])
    func `is followed by what ran before it, when a rollback names nothing`(isAlive: Bool) throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.rollout(afterLooks: 100_000)
        let deploying = try place.start("deploy", "shop/dev", "--image", "shop:v3", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < 6 { usleep(10_000) }
        for _ in 0..<2_000 where try place.sandbox.records(ofType: "deployment.started.v1").count < 3 { usleep(10_000) }
        if !isAlive { deploying.signal(SIGKILL) }
        if !isAlive { _ = deploying.answer() }
        let predicted = try place.succeed("rollback", "shop/dev", "--dry-run").output
        #expect(predicted.contains(#"would call    ecs StopServiceDeployment"#), "\(predicted)")
        #expect(predicted.contains(#""from":2"#), "\(predicted)")
        let rolling = try place.start("rollback", "shop/dev", "-m", "it burns", "--poll", "1s")
        for _ in 0..<2_000 where try place.writes().count < 8 { usleep(10_000) }
        try place.rollout()
        let answer = rolling.answer()
        #expect(answer.status == 0 && answer.output.hasPrefix("rolled back to v2 as v4"), "\(answer.error)")
        #expect(try place.running() == "\(place.name):3")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "cancelled", "succeeded"])
        let reasons = try place.sandbox.column("reasons", of: "targets", "shop/dev").map { $0.array ?? [] }
        #expect(reasons.last == [] && !reasons.joined().contains("rolledAwayFrom"), "\(reasons)")
        if isAlive { #expect(deploying.answer().status == 5) }
    }

    @Test func `and has succeeded by now, is what a rollback leaves`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.deploy("v3", "--no-wait")
        let answer = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(answer.output.hasPrefix("rolled back to v2 as v4"), "\(answer.output)")
        #expect(try place.writes().contains("StopServiceDeployment") == false)
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded", "succeeded"])
    }

    @Test func `is not ended for what waits for an approval`() throws {
        let place = try EmulatedStage(approval: "manual")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v1")
        try place.succeed("approve", "shop/dev", "--no-wait")
        let words = ["deploy", "shop/dev", "--image", "shop:v2", "--supersede"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "asks for approval")
        #expect(try place.writes().count == 2)
    }

    @Test func `gives way to a deploy only when that says so`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v2", "--no-wait")
        let refused = try place.run("deploy", "shop/dev", "--image", "shop:v3", "--poll", "0s")
        #expect(refused.status == 5, "\(refused.error)")
        try place.meet("StopServiceDeployment", "unknown")
        try place.deploy("v3", "--supersede", "--no-wait")
        try place.rollout()
        try place.succeed("wait", "shop/dev", "--poll", "0s")
        #expect(try place.outcomes() == ["succeeded", "cancelled", "succeeded"])
        #expect(try place.running() == "\(place.name):4")
    }

    @Test func `is left alone by a rollback that is refused`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v3", "--no-wait")
        let before = try place.sandbox.log().head()
        let answer = try place.run("rollback", "shop/dev", "v9")
        #expect(answer.status == 3, "\(answer.error)")
        #expect(try place.sandbox.log().head() == before)
    }

    @Test func `is left alone by a dry run of a rollback`() throws {
        let place = try EmulatedStage()
        try place.deploy("v1")
        try place.deploy("v2")
        try place.rollout(afterLooks: 100_000)
        try place.deploy("v3", "--no-wait")
        let before = try place.sandbox.log().head()
        _ = try place.run("rollback", "shop/dev", "v1", "--dry-run")
        #expect(try place.sandbox.log().head() == before)
        #expect(try place.writes().last == "UpdateService")
    }
}
