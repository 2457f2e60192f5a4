import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerTesting
import LedgerValues
import Testing

@testable import LedgerOperations

/// What somebody brings in who does not have the ledger's key: by `replay`, `restore`, or straight into the file.
///
/// Such an event may change what the log says, and so what an act does. But each call that is sent is one that an act has
/// asked for, and has written down with the key.
struct `An event that the ledger did not write` {
    @Test(arguments: EventType.allCases)
    func `causes no call, whatever is done next`(type: EventType) async throws {
        let life = try StageLife(seed: UInt64(EventType.allCases.firstIndex(of: type) ?? 0))
        try await life.deploy("v0")
        try life.intrude(with: type)
        for act in StageLife.acts { try await life.check(act, after: type) }
    }
}

extension StageLife {
    /// The acts that people do next.
    fileprivate static let acts = [
        "recover", "approve", "restart", "scale", "deploy", "rollback", "cancel", "recover", "deploy", "rollback",
    ]

    fileprivate func deploy(_ tag: String) async throws {
        let image = try #require(push(isBad: false))
        let outcome = await run("deploy") { [id] (ledger, caller) throws(OperationError) in
            try await ImageDeployment(id, image).run(ledger, caller, ActSettings())
        }
        #expect(outcome != nil, "\(diary)")
    }

    private func act(_ name: String) async throws {
        switch name {
        case "recover": await recover()
        case "approve":
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await ApproveAct(id).run(ledger, caller, ActSettings())
            }
        case "restart":
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await Restart(id).run(ledger, caller, ActSettings())
            }
        case "scale":
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await Scaling(id, ofInstances: false, desired: 2, minimum: nil, maximum: nil)
                    .run(ledger, caller, ActSettings())
            }
        case "deploy":
            guard let image = push(isBad: false) else { return }
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await ImageDeployment(id, image).run(ledger, caller, ActSettings())
            }
        case "rollback":
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await Rollback(id).run(ledger, caller, ActSettings())
            }
        case "cancel":
            await run(name) { [id] (ledger, caller) throws(OperationError) in
                try await CancelAct(id).run(ledger, caller, ActSettings())
            }
        default: Issue.record("no act \(name)")
        }
    }

    fileprivate func check(_ name: String, after type: EventType) async throws {
        try await act(name)
        let ledger = Ledger(directory, for: .reading)
        let log = try ledger.log()
        let keys = ActKeys(try ledger.keys.ring(), ledger: log.ledger)
        var intended: [String: Int] = [:]
        for record in try log.records(after: 0, limit: 5_000).map({ try $0.read() })
        where record.type == EventType.action(.intended).rawValue && keys.isOwn(record) {
            intended[record.data["operation"]?.string ?? "", default: 0] += 1
        }
        for request in aws.writes {
            intended[request.operation, default: 0] -= 1
            #expect(intended[request.operation] ?? 0 >= 0, "\(type.rawValue), \(name): \(request.operation): \(diary)")
            for (member, own) in [("cluster", "main"), ("service", "shop"), ("family", "shop")] {
                let found = request.text(member).split(separator: "/").last.map(String.init) ?? own
                #expect(found == own, "\(type.rawValue), \(name): \(request.operation) for \(found)")
            }
            #expect(request.members["taskRoleArn"] == nil, "\(type.rawValue), \(name)")
        }
    }

    /// A deployment with a plan and a call of somebody else, and an event of `type` after them.
    fileprivate func intrude(with type: EventType) throws {
        let log = try Ledger(directory, for: .writing).log()
        let forged = UniqueID(high: 0x0189_0000_0000_7000, low: 0x8000_0000_0000_0001)
        var request = DeploymentRequest(
            kind: .deploy,
            image: "\(MemoryImages.repository)@sha256:\(String(repeating: "e", count: 64))"
        )
        request.plan = [.registerTaskDefinition, .updateService]
        request.goesOnward = true
        let role: JSONObject = ["family": "shop", "taskRoleArn": "arn:aws:iam::123456789012:role/admin"]
        let update: JSONObject = ["cluster": "main", "service": "victim", "taskDefinition": "shop:1"]
        let version = try Ledger(directory, for: .reading).folded(id).nextVersion
        var drafts = try [
            StageEvent.deployment(forged, version: version, .requested(request)),
            .action(Example.action, deployment: forged, .intended(ActionIntent(.registerTaskDefinition, role))),
            .action(
                "0193a2b4-6d01-7a2b-9c3d-4e5f60718294",
                deployment: forged,
                .intended(ActionIntent(.updateService, update))
            ),
        ].map(draft)
        drafts.append(example(of: type, forged, version))
        for (index, draft) in drafts.enumerated() {
            var draft = draft
            draft.id = UniqueID(high: forged.high, low: forged.low + 10 + UInt64(index))
            _ = try log.append([draft], to: draft.subject, expecting: .any)
        }
    }

    private func draft(_ event: StageEvent) throws -> EventDraft {
        let event = LedgerEvent.stage(event)
        return EventDraft(
            id: UniqueID(high: 0x0189_0000_0000_7000, low: 0x8000_0000_0000_0000),
            type: event.type.rawValue,
            subject: "stage/\(id)",
            time: aws.now,
            actor: "mallory",
            data: try SealedData(checking: event.data)
        )
    }

    /// With the ids of the forged deployment, in the streams of this stage.
    private func example(of type: EventType, _ forged: DeploymentID, _ version: Int) -> EventDraft {
        var draft = EventDraft.example(of: type)
        if type.stream == .stage { draft.subject = "stage/\(id)" }
        if draft.data["deployment"] != nil { draft[data: "deployment"] = forged.wire }
        if draft.data["version"] != nil { draft[data: "version"] = .integer(Int64(version)) }
        return draft
    }
}
