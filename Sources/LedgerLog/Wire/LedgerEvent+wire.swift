package import LedgerDomain
package import LedgerValues

/// An event's type and `data`: the parts of a record that depend on the type.
extension LedgerEvent {
    /// Reads a record's type and data; members that the type does not know are ignored.
    package init(type: String, data: JSONObject) throws(WireError) {
        guard let known = EventType(rawValue: type) else { throw .unknownType(type) }
        switch known {
        case .stack(let type): self = .stack(try StackEvent(type, data))
        case .stage(let type): self = .stage(try StageEvent(type, data))
        case .deployment(let type):
            self = .stage(
                .deployment(
                    try data.required("deployment"),
                    version: (try data.required("version") as VersionNumber).number,
                    try DeploymentEvent(type, data)
                )
            )
        case .action(let type):
            self = .stage(
                .action(
                    try data.required("action"),
                    deployment: try data.required("deployment"),
                    try ActionEvent(type, data)
                )
            )
        case .task(.stopped):
            self = .stage(
                .taskStopped(
                    try data.required("deployment"),
                    version: try data.required("version"),
                    try TaskStop(data)
                )
            )
        case .drift(let type): self = .stage(try StageEvent(type, data))
        case .revision(let type): self = .revision(try RevisionEvent(type, data))
        case .image(let type): self = .image(try ImageEvent(type, data))
        case .build(let type): self = .build(try BuildEvent(type, data))
        case .observation(let type): self = .observation(try ObservationEvent(type, data))
        case .call(.observed): self = .call(.observed(try ObservedCall(data)))
        case .ledger(let type): self = .custody(try CustodyEvent(type, data))
        }
    }

    /// The `data` of a record of this event.
    package var data: JSONObject {
        switch self {
        case .stack(let event): event.data
        case .stage(.deployment(let deployment, let version, let event)):
            JSONObject(wire: [("deployment", deployment), ("version", version)]).merging(event.data)
        case .stage(.action(let action, let deployment, let event)):
            JSONObject(wire: [("action", action), ("deployment", deployment)]).merging(event.data)
        case .stage(.taskStopped(let deployment, let version, let stop)):
            JSONObject(wire: [("deployment", deployment), ("version", version)]).merging(stop.data)
        case .stage(let event): event.data
        case .revision(let event): event.data
        case .image(let event): event.data
        case .build(let event): event.data
        case .observation(let event): event.data
        case .call(.observed(let call)): call.data
        case .custody(let event): event.data
        }
    }
}
