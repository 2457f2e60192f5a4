import LedgerDomain
import LedgerValues

extension BuildEvent {
    init(_ type: EventType.Build, _ data: JSONObject) throws(WireError) {
        let execution: String = try data.required("execution")
        switch type {
        case .started: self = .started(execution: execution, commit: try data.optional("commit"))
        case .succeeded:
            self = .succeeded(
                execution: execution,
                commit: try data.optional("commit"),
                image: try data.optional("image")
            )
        case .failed:
            self = .failed(
                execution: execution,
                commit: try data.optional("commit"),
                phase: try data.optional("phase"),
                message: try data.optionalText("message"),
                log: try data.optional("log")
            )
        }
    }

    var data: JSONObject {
        switch self {
        case .started(let execution, let commit): JSONObject(wire: [("execution", execution), ("commit", commit)])
        case .succeeded(let execution, let commit, let image):
            JSONObject(wire: [("execution", execution), ("commit", commit), ("image", image)])
        case .failed(let execution, let commit, let phase, let message, let log):
            JSONObject(wire: [
                ("execution", execution), ("commit", commit), ("phase", phase), ("message", message), ("log", log),
            ])
        }
    }
}
