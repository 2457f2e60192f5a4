import LedgerDomain
import LedgerValues

extension StageEvent {
    init(_ type: EventType.Stage, _ data: JSONObject) throws(WireError) {
        switch type {
        case .added: self = .added(try StageAdded(data))
        case .changed: self = .changed(data)
        case .locked:
            self = .locked(
                reason: try data.required("reason"),
                expires: try data.optional("expires"),
                // A kind that this version does not know is none that it lets pass.
                allows: (try data.optional("allows") as [String]? ?? []).compactMap(DeploymentKind.init)
            )
        case .unlocked: self = .unlocked(reason: try data.optional("reason"))
        case .removed: self = .removed(reason: try data.optional("reason"))
        }
    }

    init(_ type: EventType.Drift, _ data: JSONObject) throws(WireError) {
        switch type {
        case .detected: self = .driftDetected(try Drift(data))
        case .cleared: self = .driftCleared
        }
    }

    /// For an event of a deployment, an action or a task, its data without the ids of those.
    var data: JSONObject {
        switch self {
        case .added(let added): added.data
        case .changed(let changes): changes
        case .locked(let reason, let expires, let allows):
            JSONObject(wire: [
                ("reason", reason), ("expires", expires), ("allows", allows.isEmpty ? nil : allows),
            ])
        case .unlocked(let reason), .removed(let reason): JSONObject(wire: [("reason", reason)])
        case .deployment(_, _, let event): event.data
        case .action(_, _, let event): event.data
        case .taskStopped(_, _, let stop): stop.data
        case .driftDetected(let drift): drift.data
        case .driftCleared: [:]
        }
    }
}

extension StageAdded {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        let target: JSONObject = try data.required("target")
        self.init(
            id: StageID(try data.required("stack"), try data.required("stage")),
            placement: try StagePlacement(data["after"]),
            account: try data.required("account"),
            region: try data.required("region"),
            target: try StageTarget(target),
            approval: try data.optional("approval") ?? .automatic,
            settings: try data.optional("settings") ?? [:]
        )
    }

    fileprivate var data: JSONObject {
        var data = JSONObject(wire: [
            ("stack", id.stack), ("stage", id.stage), ("account", account), ("region", region),
            ("target", target.data), ("approval", approval), ("settings", settings),
        ])
        data["after"] = placement.wire
        return data
    }
}

/// `after`: null means first, absent means last, otherwise it is the name of a stage.
extension StagePlacement {
    init(_ value: JSONValue?) throws(WireError) {
        switch value {
        case nil: self = .last
        case .null?: self = .first
        case let name?:
            guard let stage = StageName(wire: name) else { throw .invalid("after", wanted: "a stage's name or null") }
            self = .after(stage)
        }
    }

    var wire: JSONValue? {
        switch self {
        case .first: .null
        case .last: nil
        case .after(let stage): stage.wire
        }
    }
}

extension StageTarget {
    init(_ data: JSONObject) throws(WireError) {
        switch try data.required("kind") as String {
        case "ecs":
            self = .ecs(
                cluster: try data.required("cluster"),
                service: try data.required("service"),
                family: try data.required("family"),
                container: try data.required("container")
            )
        case "lambda": self = .lambda(function: try data.required("function"))
        default: throw .invalid("kind", wanted: "ecs or lambda")
        }
    }

    var data: JSONObject {
        switch self {
        case .ecs(let cluster, let service, let family, let container):
            JSONObject(wire: [
                ("kind", "ecs"), ("cluster", cluster), ("service", service), ("family", family),
                ("container", container),
            ])
        case .lambda(let function): JSONObject(wire: [("kind", "lambda"), ("function", function)])
        }
    }
}

extension Drift {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        self.init(
            expected: try data.required("expected"),
            observed: try data.required("observed"),
            principal: try data.optional("principal")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [("expected", expected), ("observed", observed), ("principal", principal)])
    }
}
