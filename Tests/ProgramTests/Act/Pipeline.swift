import Foundation
import LedgerDomain
import LedgerLog
import LedgerSQLite
import Testing
import LedgerValues

/// The stages of the stack `shop` at the emulator, and the repository that all of them pull from.
struct Pipeline: EmulatedPlace {
    struct Stop {
        let name: String
        var approval = "automatic"
        var region = "eu-west-1"
        /// What its service runs at first, if not an image of the repository.
        var initialImage: String?
        /// Whether it is a function of Lambda, with the image `v3` and a version 1 of it.
        var isFunction = false
        /// What the function is called through.
        var alias: String?

        /// With the repository of its own that every region has.
        func image(_ repository: String, _ tag: String) -> String {
            "123456789012.dkr.ecr.\(region).amazonaws.com/\(repository):\(tag)"
        }
    }

    let sandbox: Sandbox
    let emulator: Emulator
    /// The repository's; each stage's is this and the stage's.
    let name: String
    /// Of the repository's images, by tag.
    let digests: [String: String]
    private let stops: [Stop]

    /// `layers` are the images that all other regions have the layers of.
    init(_ stops: [Stop], layers: [String] = [], isImmutable: Bool = false, _ more: String...) throws {
        emulator = try Emulator.shared.get()
        name = "shop-\(UUID().uuidString.prefix(8).lowercased())"
        self.stops = stops
        let tags = ["old", "v1", "v2", "v3"] + more
        digests = try Self.repository(emulator, name, "eu-west-1", tags: tags, isImmutable: isImmutable)
        for region in Set(stops.map(\.region)).subtracting(["eu-west-1"]) {
            _ = try Self.repository(emulator, name, region, tags: [], layers: layers)
        }
        sandbox = try .withLedger()
        try sandbox.record([Event.stack("shop")])
        for stop in stops { try stop.isFunction ? addFunction(stop) : addService(stop) }
    }

    private func addService(_ stop: Stop) throws {
        let container = EmulatedStage.container(
            image: stop.initialImage ?? stop.image(name, "old"),
            value: "\(EmulatedStage.value)/\(stop.name)"
        )
        let (named, account) = ("\(name)-\(stop.name)", "123456789012")
        try emulator.ask(
            "place",
            ["name": .string(named), "container": container, "desired": 2, "region": .string(stop.region)]
        )
        try sandbox.record([
            EmulatedStage.added(stop.name, named: named, approval: stop.approval, account: account, region: stop.region)
        ])
    }

    private func addFunction(_ stop: Stop) throws {
        let named = "\(name)-\(stop.name)"
        try emulator.ask(
            "place_function",
            ["name": .string(named), "image": .string(image("v3")), "alias": stop.alias.map { .string($0) } ?? .null]
        )
        try sandbox.record([
            EmulatedStage.added(
                stop.name,
                function: named,
                alias: stop.alias,
                approval: stop.approval,
                region: stop.region
            )
        ])
    }

    /// `dev`, `staging` and `prod`, with the approvals that they ask for.
    init(staging: String = "automatic", prod: String = "automatic") throws {
        try self.init([
            Stop(name: "dev"), Stop(name: "staging", approval: staging), Stop(name: "prod", approval: prod),
        ])
    }

    private static func repository(
        _ emulator: Emulator,
        _ name: String,
        _ region: String,
        tags: [String],
        layers: [String] = [],
        isImmutable: Bool = false
    ) throws -> [String: String] {
        let made = try emulator.ask(
            "images",
            [
                "name": .string(name), "region": .string(region), "tags": .array(tags.map { .string($0) }),
                "layers": .array(layers.map { .string($0) }), "immutable": .bool(isImmutable),
            ]
        )
        return made.object?.members.reduce(into: [:]) { $0[$1.key] = $1.value.string } ?? [:]
    }

    /// One of its stages.
    func stage(_ stage: String) -> EmulatedStage {
        let region = stops.first { $0.name == stage }?.region ?? ""
        return EmulatedStage("shop/\(stage)", in: region, named: "\(name)-\(stage)", sandbox, emulator)
    }

    /// What is asked about its repository: fates, and what was carried out.
    var repository: EmulatedStage { EmulatedStage("", in: "eu-west-1", named: name, sandbox, emulator) }

    /// Is refused, with one line, and changes nothing.
    @discardableResult
    func refuse(
        _ words: String...,
        with status: Int32 = 4,
        saying text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        try sandbox.refuse(words, environment: environment, with: status, text, sourceLocation: sourceLocation)
    }

    /// Deploys an image of the repository to the first stage.
    func deploy(_ tag: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let first = "shop/\(stops[0].name)"
        let words = ["deploy", first, "--image", "\(name):\(tag)", "--commit", "c0ffee\(tag)", "--poll", "0s"]
        let answer = try sandbox.run(words, environment: environment)
        #expect(answer.status == 0, "\(answer.error)", sourceLocation: sourceLocation)
    }

    /// The digest that a tag of the repository is on, and the manifest's text, as another program sees them.
    func tagged(_ tag: String, in region: String = "eu-west-1") throws -> (digest: String?, manifest: String?) {
        let words = ["--repository-name", name, "--image-ids", "imageTag=\(tag)", "--region", region]
        let image = try emulator.cli(["ecr", "batch-get-image"] + words)["images"]?.array?.first
        return (image?["imageId"]?["imageDigest"]?.string, image?["imageManifest"]?.string)
    }

    /// The image that a stage's service is told to run, as another program sees it.
    func image(of stage: String) throws -> String? {
        let place = self.stage(stage)
        let definition = try place.running().flatMap { try place.definition($0) }
        return definition?["containerDefinitions"]?.array?.first?["image"]?.string
    }

    func image(_ tag: String, in region: String = "eu-west-1") -> String {
        "123456789012.dkr.ecr.\(region).amazonaws.com/\(name)@\(digests[tag] ?? "")"
    }
}

extension Sandbox {
    func records(ofType type: String) throws -> [Record] {
        try log().records(after: 0, limit: 100_000).map { try $0.read() }.filter { $0.type == type }
    }
}

extension RunningProgram {
    /// Kills it when so many requests about a stage or a repository have been held.
    func die(atHeld place: EmulatedStage, _ count: Int64 = 1) throws {
        try place.waitForHeld(count)
        signal(SIGKILL)
        #expect(answer().status == 128 + SIGKILL)
    }
}
