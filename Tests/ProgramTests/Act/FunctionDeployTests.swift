import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Deploying a Lambda function` {
    private static let plain = ["UpdateFunctionCode", "TagResource"]
    private static let aliased = ["UpdateFunctionCode", "PublishVersion", "UpdateAlias", "TagResource"]

    @Test func `gives it a pinned image and says so`() throws {
        let place = try EmulatedStage(alias: nil)
        let answer = try place.deploy("v1", "--commit", "4f2c1a9")
        let old = place.emulator.digests["v4"] ?? ""
        #expect(answer.output.hasPrefix("shop/dev@v1 runs shop@"), "\(answer.output)")
        #expect(answer.output.hasSuffix("\nundo: stackledger rollback shop/dev \(old)\n"), "\(answer.output)")
        #expect(try place.functionImage() == place.image("v1"))
        #expect(try place.writes() == Self.plain)
        let sent = try place.requests("UpdateFunctionCode").first
        #expect(sent?["ImageUri"]?.string == place.image("v1") && sent?["RevisionId"]?.string != nil)
        #expect(try place.functionTags()?["stackledger:image"]?.string == place.emulator.digests["v1"])
        #expect(try place.outcomes() == ["succeeded"])
        let action = try place.sandbox.column("action", of: "actions").compactMap(\.string)
        let tag = try place.functionTags()?["stackledger:action"]?.string ?? "none"
        #expect(action.contains(tag))
    }

    @Test func `publishes a version and lets the alias name it`() throws {
        let place = try EmulatedStage(alias: "live")
        let answer = try place.deploy("v1")
        #expect(answer.output.hasPrefix("shop/dev@v1 runs version 2 (shop@"), "\(answer.output)")
        #expect(try place.writes() == Self.aliased)
        #expect(try place.aliasVersion() == "2")
        #expect(try place.functionVersions() == ["1", "2"])
        #expect(try place.functionImage("2") == place.image("v1"))
        let published = try place.requests("PublishVersion").first
        #expect(published?["CodeSha256"]?.string == place.emulator.digests["v1"]?.dropFirst(7).description)
        #expect(published?["RevisionId"] != (try place.requests("UpdateFunctionCode").first)?["RevisionId"])
        #expect(try place.functionTags()?["stackledger:image"]?.string == place.emulator.digests["v1"])
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test(arguments: [nil, "live"])
    func `names it by its ARN as well`(_ alias: String?) throws {
        let place = try EmulatedStage(alias: alias)
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:\(place.name)"
        try place.sandbox.succeed("stage", "change", "shop/dev", "--function", arn)
        for tag in ["v1", "v2"] { try place.deploy(tag) }
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v1 as v3"), "\(back.output)")
        #expect(try place.functionImage(alias == nil ? "$LATEST" : place.aliasVersion() ?? "") == place.image("v1"))
    }

    @Test func `is told truly by every question`() throws {
        let place = try EmulatedStage(alias: "live")
        try place.deploy("v1", "--commit", "4f2c1a9", "-m", "first")
        try place.deploy("v2")
        #expect(try place.sandbox.column("runningRevision", of: "stages") == ["3"])
        #expect(try place.sandbox.column("runningImage", of: "status") == [.string(place.image("v2"))])
        #expect(try place.sandbox.column("revision", of: "history", "shop/dev") == ["3", "2", "1"])
        let reasons = try place.targets("reasons")
        #expect(reasons == [["alreadyRunning"], []])
        let shown = try place.sandbox.succeed("show", "shop/dev@v1").output
        for words in ["first", "4f2c1a9", "PublishVersion", "UpdateAlias", "TagResource"] {
            #expect(shown.contains(words), "\(words) is not in \(shown)")
        }
        let traced = try place.sandbox.succeed("trace", "4f2c1a9").output
        #expect(traced.contains("UpdateFunctionCode"), "\(traced)")
    }

    @Test func `a version that already exists is taken`() throws {
        let place = try EmulatedStage(alias: "live")
        try place.deploy("v1")
        let again = try place.deploy("v1")
        #expect(!again.output.contains("undo:"), "\(again.output)")
        #expect(try place.outcomes() == ["succeeded", "succeeded"])
        #expect(try place.functionImage(try place.aliasVersion() ?? "") == place.image("v1"))
    }

    @Test(arguments: [nil, "live"])
    func `an update that fails ends with 6 and the reason`(_ alias: String?) throws {
        let place = try EmulatedStage(alias: alias)
        try place.rollout(ends: "Failed", afterLooks: 3)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("InvalidImage: no such architecture"), "\(answer.error)")
        #expect(try place.writes() == ["UpdateFunctionCode"])
        #expect(try place.outcomes() == ["failed"])
        try place.rollout(ends: "Successful")
        let next = try place.deploy("v2")
        #expect(alias != nil || !next.output.contains("undo:"), "nobody knows what still ran")
        #expect(try place.outcomes() == ["failed", "succeeded"])
    }

    @Test func `a call that was overtaken by somebody's change is in doubt`() throws {
        let place = try EmulatedStage(alias: nil)
        let deploy = ["deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s"]
        try place.kill(deploy, at: "UpdateFunctionCode", "holdBefore")
        try place.updateBySomebodyElse("v2")
        let answer = try place.run("recover", "shop/dev", "--poll", "0s")
        #expect(
            answer.status == 9 && answer.error.contains("somebody changed the function in the meantime"),
            "\(answer.error)"
        )
        #expect(try place.functionImage() == place.image("v2"))
        let action = try place.sandbox.column("action", of: "actions", "--in-doubt").first?.string ?? ""
        try place.sandbox.succeed("resolve", action, "--absent", "-m", "seen in CloudTrail")
        try place.deploy("v3")
        // The change of the others is a deployment, too.
        #expect(try place.outcomes() == ["failed", "succeeded", "succeeded"])
    }

    @Test func `a revision that is outdated ends it with 6, and nothing is overwritten`() throws {
        let place = try EmulatedStage(alias: nil)
        try place.meet("UpdateFunctionCode", "changed")
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s")
        #expect(
            answer.status == 6 && answer.error.contains("somebody changed the function in the meantime"),
            "\(answer.error)"
        )
        #expect(try place.writes() == [])
        #expect(try place.functionImage() == place.image("v4"))
        #expect(try place.outcomes() == ["failed"])
        try place.deploy("v1")
    }

    @Test func `a time that is over ends with 8, and a wait goes on`() throws {
        let place = try EmulatedStage(alias: "live")
        try place.rollout(ends: "Successful", afterLooks: 100_000)
        let answer = try place.run("deploy", "shop/dev", "--image", "shop:v1", "--poll", "0s", "--timeout", "1s")
        #expect(answer.status == 8 && answer.error.contains("hint: stackledger wait shop/dev"), "\(answer.error)")
        #expect(try place.writes() == ["UpdateFunctionCode"])
        try place.rollout(ends: "Successful")
        try place.succeed("wait", "shop/dev", "--poll", "0s")
        #expect(try place.writes() == Self.aliased)
        #expect(try place.outcomes() == ["succeeded"])
    }

    @Test func `waits for approval`() throws {
        let place = try EmulatedStage(alias: "live", approval: "manual")
        try place.deploy("v1")
        #expect(try place.writes() == [])
        let approved = try place.succeed("approve", "shop/dev", "--poll", "0s")
        #expect(approved.output.hasPrefix("shop/dev@v1 runs version 2"))
        #expect(try place.writes() == Self.aliased)
    }

    @Test func `fails when somebody changed the function before it was approved`() throws {
        let place = try EmulatedStage(alias: nil, approval: "manual")
        try place.deploy("v1")
        try place.updateBySomebodyElse("v2")
        let answer = try place.run("approve", "shop/dev", "--poll", "0s")
        #expect(answer.status == 6 && answer.error.contains("somebody changed function"), "\(answer.error)")
        #expect(try place.functionImage() == place.image("v2"))
    }

    @Test func `a dry run changes nothing and shows every call`() throws {
        let place = try EmulatedStage(alias: "live")
        let answer = try place.deploy("v1", "--dry-run")
        let calls = answer.lines.filter { $0.hasPrefix("would call") }
        #expect(calls.count == 4 && calls[2].contains("(the version that is published)"), "\(answer.output)")
        #expect(try place.writes() == [])
    }

    @Test func `one key is one deployment`() throws {
        let place = try EmulatedStage(alias: "live")
        let first = try place.deploy("v1", "--idempotency-key", "build-7")
        let second = try place.deploy("v1", "--idempotency-key", "build-7")
        #expect(first.output == second.output)
        #expect(try place.writes() == Self.aliased)
        let other = try place.run("deploy", "shop/dev", "--image", "shop:v2", "--idempotency-key", "build-7")
        #expect(other.status == 5)
    }

    @Test func `tags that AWS refuses are done without`() throws {
        let place = try EmulatedStage(alias: nil)
        try place.meet("TagResource", "denied")
        let answer = try place.deploy("v1")
        #expect(answer.error.contains("TagResource refused: AccessDeniedException"), "\(answer.error)")
        #expect(try place.outcomes() == ["succeeded"])
        #expect(try place.writes() == ["UpdateFunctionCode"])
    }
}
