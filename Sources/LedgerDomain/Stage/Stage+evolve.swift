package import LedgerValues

extension Stage {
    package mutating func evolve(_ event: StageEvent, at time: Timestamp) {
        switch event {
        case .added(let added): definition = added
        case .changed(let changes): definition?.apply(changes)
        case .locked(let reason, let expires, let allows):
            lock = Lock(reason: reason, expires: expires, allows: allows)
        case .unlocked: lock = nil
        case .removed: (definition, lock) = (nil, nil)
        case .deployment(let id, let version, let event): evolve(id, version: version, event, at: time)
        case .action(let id, let deployment, let event): evolve(id, of: deployment, event)
        case .taskStopped(let id, _, let stop): note(stop, of: id)
        case .driftDetected: hasDrifted = true
        case .driftCleared: hasDrifted = false
        }
    }

    private mutating func evolve(_ id: DeploymentID, version: Int, _ event: DeploymentEvent, at time: Timestamp) {
        switch event {
        case .requested(let request):
            let approval = definition?.approval ?? .automatic
            if deployments.isEmpty, let before = Deployment(before: request, id, version: version, at: time) {
                deployments.append(before)
            }
            deployments.append(Deployment(id, version: version, request, approval: approval, at: time))
        case .observed(let observed):
            deployments.append(Deployment(id, version: version, observed, at: time))
        case .approved, .rejected, .started, .succeeded, .failed, .rolledBack, .cancelRequested, .cancelled,
            .superseded, .corrected, .adopted, .marked:
            guard let index = deployments.lastIndex(where: { $0.id == id }) else { return }
            deployments[index].evolve(event, at: time)
        }
    }

    /// AWS's answer names the deployment that the call has begun, before a start is recorded.
    private mutating func evolve(_ id: ActionID, of deployment: DeploymentID, _ event: ActionEvent) {
        actions[id] = StageAction(deployment: deployment, standing: ActionStanding(after: event))
        guard let awsDeployment = event.result?["awsDeployment"]?.string,
            let index = deployments.lastIndex(where: { $0.id == deployment }), deployments[index].awsDeployment == nil
        else { return }
        deployments[index].awsDeployment = awsDeployment
    }
}

extension ActionEvent {
    /// What came of a call that was carried out.
    fileprivate var result: JSONObject? {
        switch self {
        case .succeeded(_, _, let result): result
        case .reconciled(.landed, let evidence): evidence.object
        case .intended, .attempted, .failed, .doubted, .reconciled, .resolved, .abandoned: nil
        }
    }
}

extension ActionStanding {
    init(after event: ActionEvent) {
        switch event {
        case .intended, .attempted: self = .open
        case .succeeded, .resolved, .abandoned: self = .ended
        case .failed(_, _, _, let retryable): self = retryable ? .due : .ended
        case .doubted: self = .inDoubt
        case .reconciled(let verdict, _):
            switch verdict {
            case .landed: self = .ended
            case .absent: self = .due
            case .inconclusive: self = .inDoubt
            }
        }
    }
}

extension StageAdded {
    /// Applies a `stage.changed`, as far as decisions need it; `settings` are merged by name.
    mutating func apply(_ changes: JSONObject) {
        approval = Approval(changedBy: changes) ?? approval
        if let account = changes["account"]?.string { self.account = account }
        if let region = changes["region"]?.string { self.region = region }
        for setting in changes["settings"]?.object?.members ?? [] {
            settings[setting.key] = setting.value.isNull ? nil : setting.value
        }
        if let target = changes["target"]?.object { self.target.apply(target) }
    }
}

extension StageTarget {
    mutating func apply(_ changes: JSONObject) {
        switch (self, changes["kind"]?.string) {
        case (.ecs, "lambda"?): self = .lambda(function: changes["function"]?.string ?? "")
        case (.lambda, "ecs"?):
            let name = { (member: String) in changes[member]?.string ?? "" }
            self = .ecs(
                cluster: name("cluster"),
                service: name("service"),
                family: name("family"),
                container: name("container")
            )
        case (.ecs(let cluster, let service, let family, let container), _):
            self = .ecs(
                cluster: changes["cluster"]?.string ?? cluster,
                service: changes["service"]?.string ?? service,
                family: changes["family"]?.string ?? family,
                container: changes["container"]?.string ?? container
            )
        case (.lambda(let function), _):
            self = .lambda(function: changes["function"]?.string ?? function)
        }
    }
}

extension StageTarget {
    private static let members = ["ecs": ["cluster", "service", "family", "container"], "lambda": ["function"]]

    private var kind: String {
        switch self {
        case .ecs: "ecs"
        case .lambda: "lambda"
        }
    }

    /// Checks a change of the target: any part of it, or all of it when `kind` changes.
    func check(_ changes: JSONObject) throws(Rejection) {
        let kind = changes["kind"] ?? .string(kind)
        guard let names = kind.string.flatMap({ Self.members[$0] }) else {
            throw .invalidMember("kind", wanted: "ecs or lambda")
        }
        for change in changes.members where change.key != "kind" {
            guard names.contains(change.key) else { throw .memberNotAllowed(change.key) }
            try changes.checkText(change.key)
        }
        guard kind.string != self.kind else { return }
        for name in names where changes[name] == nil { throw .invalidMember(name, wanted: "given") }
    }
}
