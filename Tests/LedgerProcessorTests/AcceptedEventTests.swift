import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// The recorder accepts only what the schemas allow: an example with one wrong member is refused, or it is valid.
struct `An event that is let in` {
    private static let spoilt: [JSONValue?] = [
        nil, .null, true, 0, -1, 5, "", "x", "x y", "a/b:c", "2026-11-03", "sha256:abc", [], [1], ["x"], [:],
        ["kind": "ecs"],
        ["x": 1], "123456789012", "shop:1",
    ]

    /// A ledger that accepts the example.
    private func harness(for type: EventType) throws -> RecordingHarness {
        let harness = try RecordingHarness(.init()) { $0 }
        if type == .stack(.created) { return harness }
        try harness.record(.stack)
        if type == .stage(.added) {
            try harness.record(.stage("staging"))
            return harness
        }
        let asks = type == .deployment(.approved) || type == .deployment(.rejected)
        try harness.record(.stage("prod", approval: asks ? "manual" : "automatic"))
        if type == .stage(.unlocked) {
            try harness.record(Proposal(type: "stage.locked", subject: "stage/shop/prod", data: ["reason": "r"]))
        }
        if type == .drift(.cleared) {
            try harness.record(Proposal(LedgerEvent.example(of: .drift(.detected)), in: .stage("shop/prod")))
        }
        switch type {
        case .deployment(.requested), .deployment(.observed): return harness
        case .deployment, .action, .task:
            try harness.record(
                .deployment(
                    "requested",
                    of: "prod",
                    ["kind": "deploy", "deployment": .string(Example.deployment.description)]
                )
            )
        case .stack, .stage, .drift, .revision, .image, .build, .observation, .call, .ledger: return harness
        }
        if case .action(let action) = type, action != .intended {
            try harness.record(
                Proposal(LedgerEvent.example(of: .action(.intended)), in: .stage("shop/prod"))
            )
        }
        return harness
    }

    private func proposal(of type: EventType) -> Proposal {
        let event = LedgerEvent.example(of: type)
        var proposal = Proposal(event, in: .example(for: event))
        if proposal.data["version"] != nil { proposal.data["version"] = 1 }
        return proposal
    }

    @Test(arguments: EventType.allCases)
    func `may be the example`(type: EventType) throws {
        guard type != .stack(.deleted) else { return }
        let harness = try harness(for: type)
        try harness.record(proposal(of: type))
        try EventSchemas.checkAll(in: harness.log)
    }

    @Test(arguments: EventType.allCases)
    func `is what its schema says, whatever was tried`(type: EventType) throws {
        let whole = proposal(of: type)
        var tried = 0
        for member in whole.data.members {
            for value in Self.spoilt {
                let harness = try harness(for: type)
                var proposal = whole
                proposal.data[member.key] = value
                tried += 1
                guard (try? harness.record(proposal)) != nil else { continue }
                do { try EventSchemas.checkAll(in: harness.log) } catch {
                    Issue.record(
                        "\(type.rawValue) with \(member.key) = \(value.map(CanonicalJSON.text) ?? "absent"): \(error)"
                    )
                }
            }
        }
        #expect(tried > 0 || whole.data.isEmpty)
    }
}
