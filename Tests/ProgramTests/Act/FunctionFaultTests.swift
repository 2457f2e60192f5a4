import Foundation
import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `A function's deployment with mishaps` {
    private static let calls = ["UpdateFunctionCode", "PublishVersion", "UpdateAlias", "TagResource"]

    @Test(arguments: Thoroughness.pairs(calls, ["throttle", "lost", "vanished", "fault503", "busy"]))
    func `makes each call once`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage(alias: "live")
        try place.meet(operation, fate)
        try place.deploy("v1")
        try check(place)
    }

    @Test(arguments: ["throttle", "fault503", "lost"])
    func `is followed through looks that fail`(_ fate: String) throws {
        let place = try EmulatedStage(alias: "live")
        try place.meet("GetAlias", "none", "none", "none", fate, fate, fate, fate, fate)
        try place.deploy("v1")
        try check(place)
    }

    // MARK: - Killed

    /// Of reads, those come first that find out what the deployment would come to.
    @Test(
        arguments: Thoroughness.pairs(
            [
                ("UpdateFunctionCode", 0), ("PublishVersion", 0), ("UpdateAlias", 0), ("TagResource", 0),
                ("GetFunction", 4), ("GetFunction", 6), ("GetAlias", 2), ("GetAlias", 3),
            ],
            ["holdBefore", "holdAfter"]
        )
    )
    func `is resumed after it was killed`(_ moment: (operation: String, after: Int), _ fate: String) throws {
        let place = try EmulatedStage(alias: "live")
        for _ in 0..<moment.after { try place.meet(moment.operation, "none") }
        try place.meet(moment.operation, fate)
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s"), of: place)
        #expect(try place.outcomes() == [nil])
        try place.succeed("recover", "--poll", "0s")
        try check(place)
    }

    @Test func `is resumed after each process that resumed it was killed`() throws {
        let place = try EmulatedStage(alias: "live")
        let moments = [
            ("UpdateFunctionCode", "holdAfter"), ("GetFunction", "holdBefore"), ("PublishVersion", "holdAfter"),
            ("ListVersionsByFunction", "holdBefore"), ("UpdateAlias", "holdBefore"), ("UpdateAlias", "holdAfter"),
            ("TagResource", "holdAfter"), ("ListTags", "holdAfter"),
        ]
        for (index, moment) in moments.enumerated() {
            try place.meet(moment.0, moment.1)
            let words = index == 0 ? ["deploy", "shop/dev", "--image", "shop:v1"] : ["recover", "shop/dev"]
            let program = try place.sandbox.start(words + ["--poll", "0s"], environment: place.environment)
            try kill(program, of: place, held: Int64(index) + 1)
        }
        try place.succeed("recover", "shop/dev", "--poll", "0s")
        try check(place)
    }

    @Test(arguments: Thoroughness.pairs(["UpdateAlias", "TagResource"], ["holdBefore", "holdAfter"]))
    func `is resumed when a rollback by the alias was killed`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage(alias: "live")
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try place.meet(operation, fate)
        try kill(try place.start("rollback", "shop/dev", "--poll", "0s"), of: place)
        try place.succeed("recover", "--poll", "0s")
        #expect(try place.writes() == Self.calls + Self.calls + ["UpdateAlias", "TagResource"])
        #expect(try place.aliasVersion() == "2")
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test(arguments: Thoroughness.pairs(["UpdateFunctionCode", "TagResource"], ["holdBefore", "holdAfter"]))
    func `is resumed when a rollback by the image was killed`(_ operation: String, _ fate: String) throws {
        let place = try EmulatedStage(alias: nil)
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        try place.meet(operation, fate)
        try kill(try place.start("rollback", "shop/dev", "--poll", "0s"), of: place)
        try place.succeed("recover", "--poll", "0s")
        let calls = ["UpdateFunctionCode", "TagResource"]
        #expect(try place.writes() == calls + calls + calls)
        #expect(try place.functionImage() == place.image("v1"))
        #expect(try place.outcomes() == ["succeeded", "succeeded", "succeeded"])
    }

    @Test(arguments: ["UpdateFunctionCode", "PublishVersion", "UpdateAlias"])
    func `is abandoned by another act where the alias has not moved`(_ operation: String) throws {
        let place = try EmulatedStage(alias: "live")
        try place.deploy("v1")
        try place.meet(operation, "holdBefore")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s"), of: place)
        try place.deploy("v3")
        #expect(try place.outcomes() == ["succeeded", "cancelled", "succeeded"])
        #expect(try place.requests("UpdateAlias").count == 2)
        #expect(try place.functionImage(place.aliasVersion() ?? "") == place.image("v3"))
    }

    @Test(arguments: ["UpdateFunctionCode", "UpdateAlias"])
    func `is in doubt where somebody has gone back since, and is not sent again`(_ operation: String) throws {
        let hasAlias = operation == "UpdateAlias"
        let place = try EmulatedStage(alias: hasAlias ? "live" : nil)
        try place.deploy("v1")
        try place.meet(operation, "holdAfter")
        try kill(try place.start("deploy", "shop/dev", "--image", "shop:v2", "--poll", "0s"), of: place)
        if hasAlias {
            let words = ["--function-name", place.name, "--name", "live", "--function-version", "2"]
            _ = try place.emulator.cli(["lambda", "update-alias"] + words)
        } else {
            for _ in 0..<2 { _ = try place.functionImage() }
            try place.updateBySomebodyElse("v1")
        }
        let before = try place.requests(operation).count
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(answer.status == 9, "\(answer.error)")
        #expect(try place.requests(operation).count == before)
    }

    private func kill(_ program: RunningProgram, of place: EmulatedStage, held: Int64 = 1) throws {
        try place.waitForHeld(held)
        program.signal(SIGKILL)
        #expect(program.answer().status == 128 + SIGKILL)
    }

    /// Every call was carried out once, the chain is whole, and the alias runs what was wanted.
    private func check(_ place: EmulatedStage, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try place.writes() == Self.calls, sourceLocation: sourceLocation)
        #expect(try place.outcomes() == ["succeeded"], sourceLocation: sourceLocation)
        #expect(try place.functionVersions() == ["1", "2"], sourceLocation: sourceLocation)
        #expect(try place.aliasVersion() == "2", sourceLocation: sourceLocation)
        #expect(try place.functionImage("2") == place.image("v1"), sourceLocation: sourceLocation)
        let operations = try place.sandbox.column("operation", of: "actions").compactMap(\.string)
        #expect(Set(operations) == Set(Self.calls) && operations.count == 4, sourceLocation: sourceLocation)
        let statuses = try place.sandbox.column("status", of: "actions").compactMap(\.string)
        #expect(
            statuses.allSatisfy { $0 == "succeeded" || $0 == "landed" },
            "\(statuses)",
            sourceLocation: sourceLocation
        )
    }
}
