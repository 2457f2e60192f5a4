package import LedgerValues

extension Stage: Decider {
    /// Decides an event of this stage; ``definition`` has its id once it was added.
    package func decide(_ proposal: StageEvent, at now: Timestamp) throws(Rejection) -> [StageEvent] {
        if case .added(let added) = proposal {
            guard definition == nil else { throw .stageExists(added.id) }
            return [proposal]
        }
        guard let id = definition?.id, let target = definition?.target else { return [] }
        switch proposal {
        case .added, .driftDetected: return [proposal]
        case .changed(let changes):
            try Self.check(changes, of: target)
            return changes.isEmpty ? [] : [proposal]
        case .locked:
            // A second lock would hide who took the first and why.
            if let lock, lock.holds(at: now) {
                throw .stageLocked(id, reason: lock.reason, expires: lock.expires)
            }
            return [proposal]
        case .unlocked:
            guard lock != nil else { throw .stageNotLocked(id) }
            return [proposal]
        case .removed:
            if let open = blockingDeployment { throw .deploymentOpen(id, version: open.version) }
            return [proposal]
        case .deployment(let deployment, let version, let event):
            return try decide(deployment, version: version, event, of: id, at: now)
        case .action(let action, let deployment, let event):
            try check(action, of: deployment, event, of: id)
            return [proposal]
        case .taskStopped(let deployment, let version, _):
            _ = try requireKnown(deployment, version: version, of: id)
            return [proposal]
        case .driftCleared: return hasDrifted ? [proposal] : []
        }
    }

    private static let changeable = ["account", "approval", "region", "settings", "target"]

    private static func check(_ changes: JSONObject, of target: StageTarget) throws(Rejection) {
        let allowed = changeable + ["stack", "stage"]
        for change in changes.members where !allowed.contains(change.key) {
            throw .memberNotAllowed(change.key)
        }
        if changes["approval"] != nil, Approval(changedBy: changes) == nil {
            throw .invalidMember("approval", wanted: "automatic or manual")
        }
        try changes.checkText("account")
        try changes.checkText("region")
        if let settings = changes["settings"], settings.object == nil, !settings.isNull {
            throw .invalidMember("settings", wanted: "an object, or null")
        }
        if let change = changes["target"] {
            guard let change = change.object else { throw .invalidMember("target", wanted: "an object") }
            try target.check(change)
        }
    }
}

// MARK: - Deployments

extension Stage {
    private func decide(
        _ deployment: DeploymentID,
        version: Int,
        _ event: DeploymentEvent,
        of id: StageID,
        at now: Timestamp
    ) throws(Rejection) -> [StageEvent] {
        let proposal = StageEvent.deployment(deployment, version: version, event)
        switch event {
        case .requested(let request):
            try requireNew(deployment, version: version, of: id)
            if case .version(let from) = request.origin { try requireKnown(from, of: id) }
            if let lock, lock.stops(request, at: now) {
                throw .stageLocked(id, reason: lock.reason, expires: lock.expires)
            }
            // Whoever plans calls has asked AWS what is under way there, and replaces it.
            let replacesSeen = request.kind.deploysService && !request.plan.isEmpty
            if let open = blockingDeployment, open.kind != .observed || !replacesSeen {
                throw .deploymentOpen(id, version: open.version)
            }
            let seen = deployments.filter(\.isOpen).map { open in
                StageEvent.deployment(open.id, version: open.version, .superseded(by: version))
            }
            return seen + [proposal]
        case .observed(let observed):
            let began = observed.startedAt ?? now
            // What ran before the first deployment is version 0.
            let isBefore = version == 0 && deployments.isEmpty
            try requireNew(deployment, version: isBefore ? nextVersion : version, of: id)
            let replaced = deployments.filter { $0.isOpen && $0.mayBeReplaced && $0.times.began <= began }
            return replaced.map { .deployment($0.id, version: $0.version, .superseded(by: version)) } + [proposal]
        case .approved, .rejected, .started, .succeeded, .failed, .rolledBack, .cancelRequested, .cancelled,
            .superseded, .corrected, .adopted, .marked:
            let known = try requireKnown(deployment, version: version, of: id)
            try check(event, of: known, of: id)
            return [proposal]
        }
    }

    private func check(_ event: DeploymentEvent, of known: Deployment, of id: StageID) throws(Rejection) {
        switch event {
        case .requested, .observed, .corrected, .marked: return
        case .approved:
            try requireOpen(known, of: id)
            guard known.phase == .awaitingApproval else { throw .approvalNotAsked(id, version: known.version) }
        case .rejected:
            try requireOpen(known, of: id)
            guard known.phase != .started else { throw .deploymentStarted(id, version: known.version) }
        case .started, .succeeded:
            if case .succeeded = event, known.yields(to: .succeeded), !known.isOpen { return }
            try requireOpen(known, of: id)
            guard known.phase != .awaitingApproval else { throw .approvalMissing(id, version: known.version) }
        // What AWS reports takes the place of what was concluded.
        case .failed where known.yields(to: .failed), .rolledBack where known.yields(to: .rolledBack): return
        case .failed, .rolledBack, .cancelRequested, .cancelled, .superseded, .adopted:
            try requireOpen(known, of: id)
        }
    }

    private func requireNew(_ deployment: DeploymentID, version: Int, of id: StageID) throws(Rejection) {
        guard self.deployment(deployment) == nil else { throw .deploymentExists(id, deployment) }
        guard version == nextVersion else { throw .versionNotNext(id, expected: nextVersion, found: version) }
    }

    private func requireKnown(
        _ deployment: DeploymentID,
        version: Int,
        of id: StageID
    ) throws(Rejection) -> Deployment {
        guard let known = self.deployment(deployment) else { throw .deploymentUnknown(id, deployment) }
        guard known.version == version else {
            throw .versionDiffers(id, expected: known.version, found: version)
        }
        return known
    }

    /// Version 0 is what ran before the first deployment, whether or not it has events of its own.
    private func requireKnown(_ version: Int, of id: StageID) throws(Rejection) {
        guard deployment(version: version) != nil || version == 0 && !deployments.isEmpty else {
            throw .versionUnknown(id, version)
        }
    }

    private func requireOpen(_ known: Deployment, of id: StageID) throws(Rejection) {
        if case .ended(let outcome) = known.phase {
            throw .deploymentEnded(id, version: known.version, outcome)
        }
    }
}

// MARK: - Actions

extension Stage {
    private func check(
        _ action: ActionID,
        of deployment: DeploymentID,
        _ event: ActionEvent,
        of id: StageID
    ) throws(Rejection) {
        guard self.deployment(deployment) != nil else { throw .deploymentUnknown(id, deployment) }
        switch event {
        case .intended:
            guard actions[action] == nil else { throw .actionExists(action) }
        case .attempted, .succeeded, .failed, .doubted, .reconciled, .resolved, .abandoned:
            guard let standing = actions[action]?.standing else { throw .actionUnknown(action) }
            guard standing != .ended else { throw .actionEnded(action) }
        }
    }
}
