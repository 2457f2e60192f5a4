import LedgerDomain

extension TargetCheck {
    /// The reason to give if there was no answer.
    var unchecked: RollbackReason {
        switch self {
        case .service, .function: .serviceUnchecked
        case .revision, .functionVersion: .revisionUnchecked
        case .image, .tag: .imageUnchecked
        case .secret, .parameter: .secretUnchecked
        case .role: .roleUnchecked
        case .logGroup: .logGroupUnchecked
        }
    }

    /// The reasons from the log that an answer overrules.
    var settled: Set<RollbackReason> {
        switch self {
        case .image: [.imageMissing, .imageArchived]
        case .tag: [.tagMoved]
        case .revision: [.revisionInactive]
        case .service, .function, .functionVersion, .secret, .parameter, .role, .logGroup: []
        }
    }

    /// The answer in a word or two, and the reasons against the target that follow from it.
    func weighed(_ answer: TargetAnswer, in judgement: TargetJudgement) -> (String, Set<RollbackReason>) {
        switch answer {
        case .missing: ("missing", missing(judgement))
        case .service(let service): (service.summary, service.reasons(recorded: judgement.recorded))
        case .revision(let isActive, registrable: _): isActive ? ("active", []) : ("inactive", [.revisionInactive])
        case .image(let digest, let isUsable): weighed(digest, isUsable)
        case .secret(let versions): weighed(versions)
        case .found: ("found", [])
        case .unknown(let code, message: _): ("unknown: \(code)", [unchecked])
        }
    }

    private func missing(_ judgement: TargetJudgement) -> Set<RollbackReason> {
        switch self {
        case .service: [.serviceMissing]
        case .function: [.functionMissing]
        case .revision: judgement.content.definition == nil ? [.revisionDeleted, .contentLost] : [.revisionDeleted]
        case .functionVersion: judgement.content.image == nil ? [.revisionDeleted, .contentLost] : [.revisionDeleted]
        case .image: [.imageMissing]
        case .tag: [.tagMoved]
        case .secret, .parameter: [.secretMissing]
        case .role: [.roleMissing]
        case .logGroup: [.logGroupMissing]
        }
    }

    private func weighed(_ digest: String, _ isUsable: Bool) -> (String, Set<RollbackReason>) {
        guard isUsable else { return ("archived", [.imageArchived]) }
        guard case .tag(_, let expected) = self, digest != expected else { return ("found", []) }
        return ("moved to \(digest)", [.tagMoved])
    }

    private func weighed(_ versions: [String: [String]]) -> (String, Set<RollbackReason>) {
        guard case .secret(_, let stage, let version) = self else { return ("found", []) }
        if let version, versions[version] == nil { return ("no version \(version)", [.secretMissing]) }
        if let stage, !versions.values.contains(where: { $0.contains(stage) }) {
            return ("no stage \(stage)", [.secretMissing])
        }
        return ("found", [])
    }
}

extension ServiceState {
    fileprivate var summary: String {
        guard isActive else { return "inactive" }
        return "runs \(revision ?? "nothing")" + (controller == "ECS" ? "" : ", deployed by \(controller)")
    }

    fileprivate func reasons(recorded: String?) -> Set<RollbackReason> {
        var reasons: Set<RollbackReason> = []
        if !isActive { reasons.insert(.serviceMissing) }
        if controller != "ECS" { reasons.insert(.controllerNotEcs) }
        if isDeploying { reasons.insert(.deploymentOpen) }
        if let recorded, let revision, recorded != revision { reasons.insert(.drifted) }
        if isOwnedByCloudFormation { reasons.insert(.cloudFormationOwned) }
        return reasons
    }
}
