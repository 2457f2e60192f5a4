import LedgerDomain
import LedgerValues
import Testing

struct `The containers of a definition` {
    private static let digest = "sha256:" + String(repeating: "0", count: 64)

    private static func definition(_ images: (String, String?)...) -> JSONObject {
        let containers = images.map { name, image in
            var container: JSONObject = ["name": .string(name)]
            container["image"] = image.map { .string($0) }
            return JSONValue.object(container)
        }
        return ["family": "shop", "containerDefinitions": .array(containers)]
    }

    @Test func `that have the image of the stage's own are released with it`() throws {
        let images = Self.definition(
            ("migrate", "r/shop:1@\(Self.digest)"),
            ("api", "r/shop@\(Self.digest)"),
            ("old", "r/shop:1"),
            ("web", "q/shop@\(Self.digest)")
        ).containerImages
        #expect(try images.replaced(named: [], own: "api") == ["migrate", "api"])
        #expect(try images.replaced(named: [], own: "old") == ["old"])
        #expect(try images.replaced(named: ["web", "old"], own: "api") == ["web", "old"])
    }

    @Test func `are the stage's own where there is only one`() throws {
        let images = Self.definition(("any", nil)).containerImages
        #expect(try images.replaced(named: [], own: "api") == ["any"])
        #expect(throws: CloudError.self) { try images.replaced(named: ["api"], own: "api") }
    }

    @Test func `must have the stage's own`() {
        let images = Self.definition(("web", "a"), ("log", "b")).containerImages
        let error = CloudError.unusable(
            "shop has no container 'api', but web, log",
            hint: "--container names the container that gets the image"
        )
        #expect(throws: error) { try images.replaced(named: [], own: "api") }
    }

    @Test func `get other images by their names`() {
        var definition = Self.definition(("api", "a"), ("web", "b"))
        definition.setImages(["web": "c", "gone": "d"])
        #expect(definition == Self.definition(("api", "a"), ("web", "c")))
    }
}

struct `A definition's members` {
    @Test func `are named by their places where AWS does not know them`() {
        let definition: JSONObject = [
            "family": "shop", "Cpu": "256",
            "containerDefinitions": [
                ["name": "api", "portMappings": [["containerPort": 1, "port": 1]], "dockerLabels": ["any": "x"]],
                ["logConfiguration": ["options": ["any": "x"], "secretOption": []]],
            ],
        ]
        #expect(
            DefinitionMembers.unknown(in: definition).sorted() == [
                "Cpu", "containerDefinitions[0].portMappings[0].port",
                "containerDefinitions[1].logConfiguration.secretOption",
            ]
        )
    }
}
