import LedgerDomain
import LedgerLog
import LedgerValues

extension JSONObject {
    /// Adds the id or the version of the deployment that a proposal is about, where it leaves them out.
    ///
    /// A request without a version gets the stage's next one, a request without an id a new one. Any other event that has
    /// neither is about the open deployment.
    func completingDeployment(of type: EventType, in stage: Stage, makeID: () -> UniqueID) -> JSONObject {
        let begins = type == .deployment(.requested) || type == .deployment(.observed)
        var data = self
        if begins {
            if data["version"] == nil { data["version"] = .integer(Int64(stage.nextVersion)) }
            if data["deployment"] == nil { data["deployment"] = makeID().wire }
        } else if let known = stage.deployment(meantBy: data) {
            if data["version"] == nil, type.carriesVersion { data["version"] = known.version.wire }
            if data["deployment"] == nil { data["deployment"] = known.id.wire }
        }
        return data
    }

    /// Without null members, which readers take as absent; but `after: null` puts a stage first.
    var withoutNulls: JSONObject {
        JSONObject(members.filter { !$0.value.isNull || $0.key == "after" }.map { ($0.key, $0.value) })
    }

    /// Writes a revision as `family:N` where only the number was given.
    func completingRevision() -> JSONObject {
        guard let family = self["family"]?.string, case .integer(let number)? = self["revision"] else { return self }
        var data = self
        data["revision"] = .string("\(family):\(number)")
        return data
    }
}

extension Stage {
    fileprivate func deployment(meantBy data: JSONObject) -> Deployment? {
        if let id = data["deployment"]?.string.flatMap(UniqueID.init) { return deployment(id) }
        if let version = data["version"]?.integer { return deployment(version: Int(version)) }
        return openDeployment
    }
}

extension EventType {
    /// Whether its data names a deployment.
    var carriesDeployment: Bool {
        switch self {
        case .deployment, .action, .task: true
        case .stack, .stage, .drift, .revision, .image, .build, .observation, .call, .ledger: false
        }
    }

    /// Whether its data names the deployment's version, too.
    fileprivate var carriesVersion: Bool {
        switch self {
        case .deployment, .task: true
        case .stack, .stage, .action, .drift, .revision, .image, .build, .observation, .call, .ledger: false
        }
    }

    /// Whether a null in its data means something: it removes a setting.
    var isChange: Bool { self == .stack(.changed) || self == .stage(.changed) }
}
