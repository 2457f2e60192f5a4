import Foundation
import LedgerDomain
import Testing
import LedgerValues

/// A stage at the emulator, and a ledger that knows it as `shop/dev` if nothing else is said.
struct EmulatedStage: EmulatedPlace {
    /// A value of the definition that must never be in the ledger's files.
    static let value = "postgres://shop:correct-horse-battery@db"

    let sandbox: Sandbox
    let emulator: Emulator
    /// Of its service and of its family.
    let name: String
    private(set) var id = "shop/dev"
    private(set) var region = "eu-west-1"
    /// What was made for it: the ARN of its secret, and the digests of its images.
    private(set) var needs: JSONValue = [:]

    /// With a secret, a parameter, a role, a log group and images of its own, each of its name.
    init(furnishedWith tags: [String], service: JSONObject = [:]) throws {
        let emulator = try Emulator.shared.get()
        let name = Self.newName()
        let wanted: JSONObject = [
            "name": .string(name), "tags": .array(tags.map { .string($0) }), "service": .object(service),
        ]
        try self.init(name, emulator, needs: try emulator.ask("furnish", wanted))
    }

    /// A stage of a ledger that knows it.
    init(_ id: String, in region: String, named name: String, _ sandbox: Sandbox, _ emulator: Emulator) {
        (self.id, self.region, self.name, self.sandbox, self.emulator) = (id, region, name, sandbox, emulator)
    }

    /// `account` is the one that the ledger believes it to be in; `definition` has other members of what runs.
    init(
        approval: String = "automatic",
        account: String = "123456789012",
        definition: JSONObject = [:]
    ) throws {
        let emulator = try Emulator.shared.get()
        let name = Self.newName()
        let container = Self.container(image: "shop:old")
        try emulator.ask(
            "place",
            ["name": .string(name), "container": container, "desired": 2, "definition": .object(definition)]
        )
        try self.init(name, emulator, approval: approval, account: account)
    }

    /// Whose task definition has these containers.
    init(containers: [JSONValue]) throws {
        let emulator = try Emulator.shared.get()
        let name = Self.newName()
        let definition: JSONObject = ["containerDefinitions": .array(containers)]
        let wanted: JSONObject = [
            "name": .string(name), "container": [:], "desired": 2, "definition": .object(definition),
        ]
        try emulator.ask("place", wanted)
        try self.init(name, emulator)
    }

    private static func newName() -> String { "shop-\(UUID().uuidString.prefix(8).lowercased())" }

    private init(
        _ name: String,
        _ emulator: Emulator,
        needs: JSONValue = [:],
        approval: String = "automatic",
        account: String = "123456789012"
    ) throws {
        (self.name, self.emulator, self.needs) = (name, emulator, needs)
        sandbox = try .withLedger()
        try sandbox.record([
            Event.stack("shop"),
            Self.added("dev", named: name, approval: approval, account: account, region: "eu-west-1"),
        ])
    }

    static func container(image: String, value: String = Self.value) -> JSONValue {
        [
            "name": "api", "image": .string(image), "memory": 64, "essential": true,
            "ulimits": [["name": "nofile", "softLimit": 9, "hardLimit": 9]],
            "environment": [["name": "DATABASE_URL", "value": .string(value)]],
        ]
    }

    /// The line that adds a stage to the stack.
    static func added(
        _ stage: String,
        named name: String,
        approval: String,
        account: String,
        region: String
    ) -> String {
        let target: JSONValue = [
            "kind": "ecs", "cluster": "main", "service": .string(name), "family": .string(name), "container": "api",
        ]
        return Event.line(
            "stage.added",
            nil,
            [
                "stack": "shop", "stage": .string(stage), "account": .string(account), "region": .string(region),
                "approval": .string(approval), "target": target,
            ]
        )
    }

    /// The options that say where a stage is.
    var inAccount: [String] { ["--account", "123456789012", "--region", region] }

    /// Deploys an image of the repository and waits for it.
    @discardableResult
    func deploy(_ tag: String, _ more: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Answer {
        let words = ["deploy", "shop/dev", "--image", "shop:\(tag)", "--poll", "0s"] + more
        let answer = try sandbox.run(words, environment: environment)
        #expect(answer.status == 0, "\(answer.error)", sourceLocation: sourceLocation)
        return answer
    }

    /// Of what is deployed next: how it ends, after how many looks; and how many looks a rollback takes.
    func rollout(ends: String = "COMPLETED", afterLooks looks: Int = 1, rollbackLooks back: Int = 1) throws {
        try emulator.ask(
            "rollout",
            [
                "name": .string(name), "ends": .string(ends), "looks": .integer(Int64(looks)),
                "back": .integer(Int64(back)),
            ]
        )
    }

    /// Somebody else gives the service another revision.
    func replace(with number: Int) throws {
        let service = ["--cluster", "main", "--service", name]
        _ = try emulator.cli(["ecs", "update-service"] + service + ["--task-definition", "\(name):\(number)"])
    }

    /// What the next requests of `operation` meet, in turn.
    func meet(_ operation: String, _ fates: String...) throws { try meet(operation, fates) }

    func meet(_ operation: String, _ fates: [String]) throws {
        let fates = JSONValue.array(fates.map { .string($0) })
        try emulator.ask("meet", ["name": .string(name), "operation": .string(operation), "fates": fates])
    }

    /// Waits until so many requests have been held.
    func waitForHeld(_ count: Int64 = 1) throws {
        for _ in 0..<3_000 {
            if try seen()["held"] == .integer(count) { return }
            usleep(10_000)
        }
        Issue.record("nothing was held")
    }

    /// Runs the program until it is held at a call that meets this fate, and kills it there.
    func kill(_ words: [String], at operation: String, _ fate: String) throws {
        try meet(operation, fate)
        let killed = try sandbox.start(words, environment: environment)
        try waitForHeld()
        killed.signal(SIGKILL)
        _ = killed.answer()
    }

    /// The writes that were carried out, by name.
    func writes() throws -> [String] {
        try seen()["writes"]?.array?.compactMap { $0["operation"]?.string } ?? []
    }

    /// The requests of the writes of one operation that were carried out.
    func requests(_ operation: String) throws -> [JSONValue] {
        try seen()["writes"]?.array?.filter { $0["operation"]?.string == operation }.compactMap { $0["request"] } ?? []
    }

    private func seen() throws -> JSONValue { try emulator.ask("seen", ["name": .string(name)]) }

    func image(_ tag: String) -> String {
        "\(Self.registry)/shop@\(emulator.digests[tag] ?? "")"
    }

    /// What the service runs, `family:N`, as another program sees it.
    func running() throws -> String? {
        let words = ["--cluster", "main", "--services", name, "--region", region]
        let told = try emulator.cli(["ecs", "describe-services"] + words)
        let arn = told["services"]?.array?.first?["taskDefinition"]?.string
        return arn?.split(separator: "/").last.map(String.init)
    }

    /// The definition of a revision, as another program sees it.
    func definition(_ revision: String) throws -> JSONValue? {
        let words = ["--task-definition", revision, "--region", region]
        return try emulator.cli(["ecs", "describe-task-definition"] + words)["taskDefinition"]
    }

    /// Nothing but AWS ever sees the values of the definition.
    func checkThatValuesAreSealed(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for (file, bytes) in try sandbox.allBytes() {
            let isThere = String(decoding: bytes, as: UTF8.self).contains("correct-horse")
            #expect(!isThere, "it is in \(file)", sourceLocation: sourceLocation)
        }
    }

    /// Outcomes, the oldest first, without that of what ran before the ledger; that nothing of the log is wrong.
    func outcomes() throws -> [String?] {
        try sandbox.succeed("verify")
        _ = try sandbox.checkedSize()
        let rows = try sandbox.json("history", id).array ?? []
        return rows.filter { $0["version"] != 0 }.reversed().map { $0["outcome"]?.string }
    }

    /// A column of the rollback targets, the newest first, without what ran before the ledger.
    func targets(_ column: String) throws -> [JSONValue] {
        let rows = try sandbox.json("targets", id).array ?? []
        return rows.filter { $0["version"] != 0 }.map { $0[column] ?? .null }
    }
}
