import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import Testing
import LedgerValues

/// What the recorder lets in is what the schemas say: each example with one member spoilt is refused, or it validates.
struct `An event that is let in` {
    private static let spoilt: [JSONValue?] = [
        nil, .null, true, 0, -1, 5, "", "x", "x y", "a/b:c", "2026-11-03", "sha256:abc", [], [1], ["x"], [:],
        ["kind": "ecs"],
        ["x": 1], "123456789012", "shop:1",
    ]

    /// A ledger in which the example may stand.
    private func harness(for type: EventType) throws -> RecordingHarness {
        let harness = try RecordingHarness(.init()) { $0 }
        if type == .stackCreated { return harness }
        try harness.record(.stack)
        if type == .stageAdded {
            try harness.record(.stage("staging"))
            return harness
        }
        let asks = type == .deploymentApproved || type == .deploymentRejected
        try harness.record(.stage("prod", approval: asks ? "manual" : "automatic"))
        if type == .stageUnlocked {
            try harness.record(Proposal(type: "stage.locked", subject: "stage/shop/prod", data: ["reason": "r"]))
        }
        if type == .driftCleared {
            try harness.record(Proposal(LedgerEvent.example(of: .driftDetected), in: .stage("shop/prod")))
        }
        let needsDeployment = type.rawValue.hasPrefix("deployment.") || type.rawValue.hasPrefix("action.")
        if needsDeployment, type != .deploymentRequested, type != .deploymentObserved {
            try harness.record(
                .deployment(
                    "requested",
                    of: "prod",
                    ["kind": "deploy", "deployment": .string(Example.deployment.description)]
                )
            )
        }
        if type.rawValue.hasPrefix("action."), type != .actionIntended {
            try harness.record(
                Proposal(LedgerEvent.example(of: .actionIntended), in: .stage("shop/prod"))
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
        guard type != .stackDeleted else { return }
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
