import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "there is no moto"))
struct `A definition from a file` {
    /// Two containers, and a value that must not be kept in the clear.
    private func write(_ place: Place, _ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
        let containers: JSONValue = [
            ["name": "web", "image": "nginx:1", "memory": 32],
            [
                "name": "api", "image": "shop:old", "memory": 64,
                "environment": [["name": "DATABASE_URL", "value": .string(Place.value)]],
            ],
        ]
        var definition: JSONObject = [
            "family": .string(place.name), "revision": 7, "status": "ACTIVE", "containerDefinitions": containers,
        ]
        change(&definition)
        let path = "\(place.sandbox.path)/task.json"
        let described: JSONObject = ["taskDefinition": .object(definition), "tags": [["key": "team", "value": "two"]]]
        try Data(CanonicalJSON.bytes(.object(described))).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test func `is registered with the image in the stage's container`() throws {
        let place = try Place()
        try place.deploy("v1", "--task-definition", try write(place))
        let sent = try #require(try place.requests("RegisterTaskDefinition").first?.object)
        let images = sent["containerDefinitions"]?.array?.map { $0.object?["image"]?.string }
        #expect(images == ["nginx:1", place.image("v1")])
        #expect(sent["status"] == nil && sent["revision"] == nil)
        #expect(sent["tags"]?.array?.contains(["key": "team", "value": "two"]) == true)
        #expect(try place.outcomes() == ["succeeded"])
        try FileManager.default.removeItem(atPath: "\(place.sandbox.path)/task.json")
        try place.checkThatValuesAreSealed()
    }

    @Test func `has the image in another container when that is named`() throws {
        let place = try Place()
        try place.deploy("v1", "--task-definition", try write(place), "--container", "web")
        let sent = try #require(try place.requests("RegisterTaskDefinition").first?.object)
        let images = sent["containerDefinitions"]?.array?.map { $0.object?["image"]?.string }
        #expect(images == [place.image("v1"), "shop:old"])
    }

    @Test func `needs a container to be named when none is the stage's`() throws {
        let place = try Place()
        let path = try write(place) { $0["containerDefinitions"] = [["name": "web"], ["name": "log"]] }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "no container 'api', but web, log")
        try place.sandbox.refuse(
            words + ["--container", "db"],
            environment: place.environment,
            with: 4,
            "no container 'db', but web, log. hint: --container names"
        )
        #expect(try place.writes() == [])
    }

    @Test func `of another family is refused`() throws {
        let place = try Place()
        let path = try write(place) { $0["family"] = "other" }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: 4, "family 'other'")
    }

    @Test(
        arguments: [
            ("gone.json", nil, 3, "cannot be read"), ("bad.json", "{", 64, "is not a JSON object"),
            ("list.json", "[]", 64, "is not a JSON object"), ("none.json", "{}", 64, "has no containerDefinitions"),
        ]
    )
    func `that is none is refused`(_ name: String, _ text: String?, _ status: Int32, _ what: String) throws {
        let place = try Place()
        let path = "\(place.sandbox.path)/\(name)"
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
        let words = ["deploy", "shop/dev", "--image", "shop:v1", "--task-definition", path]
        try place.sandbox.refuse(words, environment: place.environment, with: status, what)
    }
}
