import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `Rolling a Lambda function back` {
    private func deployed(_ count: Int, alias: String?) throws -> EmulatedStage {
        let place = try EmulatedStage(alias: alias)
        for number in 1...count { try place.deploy("v\(number)") }
        return place
    }

    @Test func `lets the alias name the version again, and never what was left`() throws {
        let place = try deployed(3, alias: "live")
        let first = try place.succeed("rollback", "shop/dev", "-m", "errors", "--poll", "0s")
        #expect(first.output.hasPrefix("rolled back to v2 as v4: runs version 3 (shop@"), "\(first.output)")
        #expect(try place.aliasVersion() == "3")
        #expect(try place.functionTags()?["stackledger:image"]?.string == place.emulator.digests["v2"])
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.aliasVersion() == "2")
        try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(try place.aliasVersion() == "1")
        let none = try place.run("rollback", "shop/dev", "--poll", "0s")
        #expect(none.status == 4, "\(none.error)")
        #expect(try place.requests("PublishVersion").count == 3)
        #expect(try place.requests("UpdateFunctionCode").count == 3)
        #expect(try place.outcomes().count == 6)
    }

    @Test func `gives a function without an alias the image again`() throws {
        let place = try deployed(2, alias: nil)
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v1 as v3: runs shop@"), "\(back.output)")
        #expect(try place.functionImage() == place.image("v1"))
        let reasons = try place.targets("reasons")
        #expect(reasons == [["alreadyRunning"], ["rolledAwayFrom"], ["alreadyRunning"]])
    }

    @Test func `is undone by what it prints, and that again`() throws {
        let place = try deployed(2, alias: "live")
        var words = ["rollback", "shop/dev"]
        for version in ["2", "3", "2"] {
            let answer = try place.sandbox.run(words + ["--poll", "0s"], environment: place.environment)
            #expect(answer.status == 0, "\(answer.error)")
            #expect(try place.aliasVersion() == version)
            let undo = answer.lines.last?.split(separator: " ").map(String.init) ?? []
            #expect(undo.prefix(2) == ["undo:", "stackledger"], "\(answer.output)")
            words = Array(undo.dropFirst(2))
        }
        #expect(try place.outcomes().count == 5)
    }

    @Test(arguments: [nil, "live"])
    func `goes to what ran before the ledger was begun, as the first deployment tells`(_ alias: String?) throws {
        let place = try EmulatedStage(alias: alias)
        let undo = try place.deploy("v1").lines.last?.split(separator: " ").last.map(String.init) ?? ""
        #expect(undo == place.emulator.digests["v4"])
        let back = try place.succeed("rollback", "shop/dev", undo, "--poll", "0s")
        #expect(back.output.hasPrefix("rolled back to v0 as v2: runs "), "\(back.output)")
        if alias == nil {
            #expect(try place.functionImage() == place.image("v4"))
        } else {
            #expect(try place.aliasVersion() == "1")
            #expect(try place.functionImage(try place.aliasVersion() ?? "") == place.image("v4"))
        }
        let words = ["rollback", "shop/dev", undo]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "shop/dev already runs")
        let unknown = "sha256:" + String(repeating: "0", count: 64)
        try place.sandbox.refuse(["rollback", "shop/dev", unknown], environment: place.environment, with: 3)
    }

    @Test func `makes a version anew whose own is gone`() throws {
        let place = try deployed(2, alias: "live")
        _ = try place.emulator.cli("lambda", "delete-function", "--function-name", place.name, "--qualifier", "2")
        let back = try place.succeed("rollback", "shop/dev", "--poll", "0s")
        let version = try place.aliasVersion() ?? ""
        #expect(back.output.hasPrefix("rolled back to v1 as v3: runs version \(version) "), "\(back.output)")
        #expect(try place.functionImage(version) == place.image("v1"))
        let reasons = try place.targets("reasons")
        #expect(reasons == [["alreadyRunning"], ["rolledAwayFrom"], ["alreadyRunning"]])
    }

    @Test func `is refused when the image is gone`() throws {
        let place = try EmulatedStage(alias: nil)
        let image = "\(EmulatedStage.registry)/shop@sha256:" + String(repeating: "5", count: 64)
        try place.sandbox.record([
            #"{"type":"deployment.requested","subject":"stage/shop/dev","data":{"kind":"deploy","image":"\#(image)"}}"#,
            #"{"type":"deployment.started","subject":"stage/shop/dev"}"#,
            #"{"type":"deployment.succeeded","subject":"stage/shop/dev"}"#,
        ])
        try place.deploy("v1")
        let words = ["rollback", "shop/dev", "v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "AWS has no image")
        #expect(try place.requests("UpdateFunctionCode").count == 1)
    }
}
