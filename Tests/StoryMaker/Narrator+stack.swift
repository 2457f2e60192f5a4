import LedgerDomain
import LedgerValues

extension Narrator {
    func createStack(_ stack: StackName, by actor: String, description: String) throws {
        try record(
            .stack(.created),
            by: actor,
            [
                "stack": .string(stack.rawValue),
                "architecture": "container",
                "account": .string(Self.account),
                "region": "eu-west-1",
                "description": .string(description),
                "repository": [
                    "provider": "github", "url": .string("https://github.com/acme/\(stack.rawValue)"), "branch": "main",
                ],
            ]
        )
    }

    func addStage(
        _ service: Service,
        by actor: String,
        after: StageName? = nil,
        approval: Approval = .automatic
    ) throws {
        var data: JSONObject = [
            "stack": .string(service.stage.stack.rawValue),
            "stage": .string(service.stage.stage.rawValue),
            "account": .string(Self.account),
            "region": .string(service.region),
            "target": [
                "kind": "ecs", "cluster": .string(service.cluster), "service": .string(service.family),
                "family": .string(service.family), "container": .string(service.container),
            ],
            "approval": .string(approval.rawValue),
            "settings": [
                "pipeline": .string("\(service.stage.stack.rawValue)-main"),
                "repository": .string(service.repository),
            ],
        ]
        if let after { data["after"] = .string(after.rawValue) }
        try record(.stage(.added), by: actor, data)
        services[service.stage] = service
    }

    func lock(_ stage: StageID, by actor: String, reason: String, expires: String? = nil) throws {
        var data: JSONObject = ["reason": .string(reason)]
        if let expires { data["expires"] = .string(expires) }
        try record(.stage(.locked), in: "stage/\(stage)", by: actor, data)
    }

    func unlock(_ stage: StageID, by actor: String, reason: String) throws {
        try record(.stage(.unlocked), in: "stage/\(stage)", by: actor, ["reason": .string(reason)])
    }

    func mark(_ stage: StageID, version: Int, _ mark: Mark, by actor: String, reason: String) throws {
        try record(
            .deployment(.marked),
            in: "stage/\(stage)",
            by: actor,
            [
                "version": .integer(Int64(version)), "mark": .string(mark.rawValue), "reason": .string(reason),
            ]
        )
    }
}
