import LedgerDomain
import Testing

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `What cannot be deployed to a function` {
    @Test(
        arguments: [
            (["deploy", "shop/dev", "--image", "shop:v9"], 3, "image"),
            (["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", "shop:1"], 4, "Lambda function"),
            (["rollback", "shop/dev"], 4, "no default rollback target"),
            (["rollback", "shop/dev", "v3"], 3, "v3"),
        ]
    )
    func `is refused in one line`(_ words: [String], _ status: Int32, _ what: String) throws {
        let place = try EmulatedStage(alias: "live")
        try place.sandbox.refuse(words, environment: place.environment, with: status, what)
        #expect(try place.writes() == [])
    }

    @Test func `is made of a zip file`() throws {
        let place = try EmulatedStage(alias: nil, isZip: true)
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "created from a zip file")
    }

    @Test func `is not there, or has no such alias`() throws {
        let place = try EmulatedStage(alias: "live")
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.succeed("stage", "change", "shop/dev", "--alias", "blue")
        try place.sandbox.refuse(words, environment: place.environment, with: 3, "alias 'blue'")
        try place.sandbox.succeed("stage", "change", "shop/dev", "--function", "gone")
        try place.sandbox.refuse(words, environment: place.environment, with: 3, "function 'gone'")
    }

    @Test func `has an alias that the ledger keeps sealed`() throws {
        let place = try EmulatedStage(alias: nil)
        try place.sandbox.succeed("stage", "change", "shop/dev", "--alias", "AKIAIOSFODNN7EXAMPLE")
        let words = ["deploy", "shop/dev", "--image", "shop:v1"]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "is sealed")
        #expect(try place.writes() == [])
    }

    @Test func `an alias is a function's alone`() throws {
        let place = try EmulatedStage(alias: "live")
        let options = ["--account", "123456789012", "--region", "eu-west-1", "--cluster", "c", "--service", "s"]
        let words = ["stage", "add", "shop/prod"] + options
        try place.sandbox.refuse(words + ["--alias", "live"], with: 4, "ECS service")
        #expect(try place.sandbox.run(words).status == 0)
        try place.sandbox.refuse(["stage", "change", "shop/prod", "--alias", "live"], with: 4, "ECS service")
        try place.sandbox.succeed("stage", "change", "shop/dev", "--alias", "")
        try place.deploy("v1")
        #expect(try place.writes() == ["UpdateFunctionCode", "TagResource"])
    }
}
