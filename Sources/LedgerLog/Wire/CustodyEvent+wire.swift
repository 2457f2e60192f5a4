import LedgerDomain
import LedgerValues

extension CustodyEvent {
    init(_ type: EventType.Ledger, _ data: JSONObject) throws(WireError) {
        switch type {
        case .lossAccepted: self = .lossAccepted(try AcceptedLoss(data))
        case .signingKeyReplaced:
            self = .signingKeyReplaced(
                old: try data.required("old"),
                new: try data.required("new"),
                reason: try data.required("reason"),
                signature: try data.optional("signature")
            )
        }
    }

    var data: JSONObject {
        switch self {
        case .lossAccepted(let loss): loss.data
        case .signingKeyReplaced(let old, let new, let reason, let signature):
            JSONObject(wire: [("old", old), ("new", new), ("reason", reason), ("signature", signature)])
        }
    }
}

extension AcceptedLoss {
    fileprivate init(_ data: JSONObject) throws(WireError) {
        self.init(
            acknowledged: try data.required("acknowledged"),
            acknowledgedRoot: try data.required("acknowledgedRoot"),
            restored: try data.required("restored"),
            restoredRoot: try data.required("restoredRoot"),
            reason: try data.required("reason")
        )
    }

    fileprivate var data: JSONObject {
        JSONObject(wire: [
            ("acknowledged", acknowledged), ("acknowledgedRoot", acknowledgedRoot), ("restored", restored),
            ("restoredRoot", restoredRoot), ("reason", reason),
        ])
    }
}
