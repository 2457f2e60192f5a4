import LedgerDomain
import LedgerValues

extension ObservationEvent {
    init(_ type: EventType.Observation, _ data: JSONObject) throws(WireError) {
        let id: UniqueID = try data.required("observation")
        switch type {
        case .kept: self = .kept(id, try KeptObservation(data))
        case .claimed:
            guard let stage = try StageID(in: data) else { throw .missing("stage") }
            self = .claimed(id, by: stage)
        }
    }

    var data: JSONObject {
        switch self {
        case .kept(let id, let kept): JSONObject(wire: [("observation", id)]).merging(kept.data)
        case .claimed(let id, let stage):
            JSONObject(wire: [("observation", id), ("stack", stage.stack), ("stage", stage.stage)])
        }
    }
}

extension StageID {
    fileprivate init?(in data: JSONObject) throws(WireError) {
        guard let stack: StackName = try data.optional("stack"), let stage: StageName = try data.optional("stage")
        else {
            return nil
        }
        self.init(stack, stage)
    }
}

extension KeptObservation {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        self.init(
            event: try data.required("event"),
            detailType: try data.required("detailType"),
            source: try data.required("source"),
            account: try data.required("account"),
            region: try data.required("region"),
            time: try data.required("time"),
            resources: try data.optional("resources") ?? [],
            detail: try data.required("detail"),
            waitsFor: try StageID(in: data)
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("event", event), ("detailType", detailType), ("source", source), ("account", account),
            ("region", region), ("time", time), ("resources", resources), ("detail", detail),
            ("stack", waitsFor?.stack), ("stage", waitsFor?.stage),
        ])
    }
}
