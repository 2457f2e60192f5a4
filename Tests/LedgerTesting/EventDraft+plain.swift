import LedgerDomain
package import LedgerLog
package import LedgerValues

extension SealedData {
    /// Test data with nothing to seal.
    package static func plain(_ data: JSONObject) -> SealedData {
        do { return try SealedData(checking: data) } catch { preconditionFailure("\(error.path) is not sealed") }
    }
}

extension EventDraft {
    /// A draft with data that needs no sealing.
    package init(
        id: UniqueID,
        source: String = "/stackledger",
        type: String,
        subject: String,
        time: Timestamp,
        actor: String,
        correlationID: UniqueID? = nil,
        causationID: UniqueID? = nil,
        data: JSONObject
    ) {
        self.init(
            id: id,
            source: source,
            type: type,
            subject: subject,
            time: time,
            actor: actor,
            correlationID: correlationID,
            causationID: causationID,
            data: .plain(data)
        )
    }

    /// Reads or changes a member of the data.
    package subscript(data name: String) -> JSONValue? {
        get { data[name] }
        set {
            var changed = data
            changed[name] = newValue
            content = .plain(changed)
        }
    }
}
