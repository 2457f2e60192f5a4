import LedgerDomain
import LedgerLog
import LedgerValues

extension JSONObject {
    /// Fills in which deployment a proposal speaks of, where one of id and version, or nothing, is given.
    ///
    /// A request without a version gets the stage's next, one without an id a new id; any other event without either
    /// means the open deployment.
    func completingDeployment(of type: EventType, in stage: Stage, makeID: () -> UniqueID) -> JSONObject {
        let begins = type == .deploymentRequested || type == .deploymentObserved
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

    /// Leaves out what is null, which a reader takes for absent; but a stage after null is the first.
    var withoutNulls: JSONObject {
        JSONObject(members.filter { !$0.value.isNull || $0.key == "after" }.map { ($0.key, $0.value) })
    }

    /// Brings a revision into its one form, `family:N`, where only the number was given.
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
    /// Every `deployment.*` carries the version, an `action.*` only the deployment.
    fileprivate var carriesVersion: Bool { rawValue.hasPrefix("deployment.") }

    /// In `….changed` null removes.
    var isChange: Bool { self == .stackChanged || self == .stageChanged }
}
