import Foundation
import LedgerTesting
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A deployment with mishaps` {
    @Test(
        arguments: Thoroughness.pairs(
            ["RegisterTaskDefinition", "UpdateService"],
            ["throttle", "lost", "vanished", "fault503"]
        )
    )
    func `makes each call once`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage()
        try place.meet(operation, fate)
        try place.deploy("v1")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.running() == "\(place.name):2")
    }

    @Test(arguments: ["throttle", "fault503", "lost"])
    func `is followed through looks that fail`(_ fate: String) throws {
        let place = try EmulatedStage()
        // One look before, then those that follow: more than a read is tried by itself.
        try place.meet("DescribeServices", "none", fate, fate, fate, fate, fate)
        try place.deploy("v1")
        #expect(try place.outcomes() == ["succeeded"])
    }

    // MARK: - Killed

    @Test(
        arguments: Thoroughness.pairs(
            ["RegisterTaskDefinition", "UpdateService", "DescribeServices"],
            ["holdBefore", "holdAfter"]
        )
    )
    func `is resumed after it was killed`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage()
        // The first look at the service is before anything is written down.
        if operation == "DescribeServices" { try place.meet(operation, "none") }
        try place.meet(operation, fate)
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s"), of: place)
        #expect(try place.outcomes() == [nil])
        try place.succeed("recover", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.running() == "\(place.name):2")
    }

    @Test func `is resumed after those that resumed it were killed`() throws {
        let place = try EmulatedStage()
        try place.meet("RegisterTaskDefinition", "holdAfter")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1"), of: place)
        try place.meet("ListTaskDefinitions", "holdBefore")
        try kill(try place.start("recover", "shop/dev"), of: place, held: 2)
        try place.meet("UpdateService", "holdAfter")
        try kill(try place.start("recover", "shop/dev"), of: place, held: 3)
        try place.meet("DescribeServices", "holdBefore")
        try kill(try place.start("wait", "shop/dev"), of: place, held: 4)
        try place.succeed("recover", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `is resumed by the next deployment`() throws {
        let place = try EmulatedStage()
        try place.meet("UpdateService", "holdAfter")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1"), of: place)
        let next = try place.deploy("v2")
        #expect(next.error.contains("shop/dev: v1 was left open; checking it first\n"))
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
        #expect(try place.writes().count == 4)
    }

    private func kill(_ program: RunningProgram, of place: EmulatedStage, held: Int64 = 1) throws {
        try place.waitForHeld(held)
        program.signal(SIGKILL)
        #expect(program.answer().status == 128 + SIGKILL)
    }

    // MARK: - Without what is needed

    @Test func `an expired token leaves it open, and says what was done`() throws {
        let place = try EmulatedStage()
        try place.meet("UpdateService", "expired", "expired")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 1, "\(answer.error)")
        #expect(answer.error.contains("ExpiredTokenException"))
        #expect(answer.error.contains("; done before: RegisterTaskDefinition. hint: "), "\(answer.error)")
        #expect(answer.error.hasSuffix("then stackledger recover shop/dev\n"), "\(answer.error)")
        #expect(try place.outcomes() == [nil])
        try place.succeed("recover", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `an expired token while it is followed leaves it open`() throws {
        let place = try EmulatedStage()
        let expired = Array(repeating: "expired", count: 8)
        try place.meet("DescribeServices", ["none"] + expired)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 1, "\(answer.error)")
        #expect(answer.error.contains("done before: RegisterTaskDefinition, UpdateService"), "\(answer.error)")
        while try place.run("wait", "shop/dev", "--poll", "0s").status == 1 {}
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
    }

    @Test func `a sealing key that is missing stops who goes on, and nothing is sent`() throws {
        let place = try EmulatedStage()
        try place.meet("RegisterTaskDefinition", "holdBefore")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1"), of: place)
        let key = "\(place.sandbox.ledger)/keys/seal.key"
        try FileManager.default.moveItem(atPath: key, toPath: key + ".away")
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(answer.status == 1 && answer.error.contains("seal"), "\(answer.error)")
        #expect(try place.writes() == [])
        try FileManager.default.moveItem(atPath: key + ".away", toPath: key)
        try place.succeed("recover", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
    }

    // MARK: - Two at once

    @Test func `two at once are one, and the other is told who`() throws {
        let place = try EmulatedStage()
        try place.rollout(afterLooks: 100_000)
        let programs = try ["v1", "v2"].map { tag in
            try place.start("deploy", "shop/dev", "--image", "shop:\(tag)", "--poll", "1s")
        }
        for _ in 0..<2_000 where try place.writes().count < 2 { usleep(10_000) }
        let third = try place.run("deploy", "shop/dev", "--image", "shop:v3")
        #expect(third.status == 5 && third.error.isErrorLine, "\(third.error)")
        #expect(third.error.contains("(process "))
        #expect(third.error.contains(") acts on shop/dev. hint: stackledger wait shop/dev"), "\(third.error)")
        try place.rollout()
        let answers = programs.map { $0.answer() }
        #expect(answers.map(\.status).sorted() == [0, 5], "\(answers.map(\.error))")
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `one that may wait comes after the other`() throws {
        let place = try EmulatedStage()
        let programs = try ["v1", "v2"].map { tag in
            try place.start("deploy", "shop/dev", "--image", "shop:\(tag)", "--poll", "0s", "--lock-wait", "1m")
        }
        #expect(programs.map { $0.answer().status } == [0, 0])
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
        #expect(try place.writes().count == 4)
    }

    @Test func `two on two stages do not wait for each other`() throws {
        let pipeline = try Pipeline()
        let (dev, staging) = (pipeline.stage("dev"), pipeline.stage("staging"))
        try dev.meet("UpdateService", "holdBefore")
        let image = "\(pipeline.name):v1"
        let held = try pipeline.start("deploy", "shop/dev", "--image", image, "--poll", "0s")
        try dev.waitForHeld()
        try pipeline.succeed("deploy", "shop/staging", "--image", image, "--poll", "0s")
        #expect(try staging.writes() == ["RegisterTaskDefinition", "UpdateService"])
        held.signal(SIGKILL)
        _ = held.answer()
    }

    @Test func `two who go on do it once`() throws {
        let place = try EmulatedStage()
        try place.meet("UpdateService", "holdBefore")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1"), of: place)
        let programs = try (0..<2).map { _ in try place.start("recover", "shop/dev", "--poll", "1s") }
        let statuses = Set(programs.map { $0.answer().status })
        #expect(statuses.contains(0) && statuses.isSubset(of: [0, 5]))
        #expect(try place.writes() == ["RegisterTaskDefinition", "UpdateService"])
        #expect(try place.outcomes() == ["succeeded"])
    }
}
