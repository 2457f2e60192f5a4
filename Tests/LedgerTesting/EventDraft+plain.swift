import LedgerDomain
package import LedgerLog
package import LedgerValues

extension SealedData {
    /// Data of a test, in which nothing is left to seal.
    package static func plain(_ data: JSONObject) -> SealedData {
        do { return try SealedData(checking: data) } catch { preconditionFailure("\(error.path) is not sealed") }
    }
}

extension EventDraft {
    /// A draft of data in which nothing is left to seal.
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

    /// Changes a member of the data.
    package subscript(data name: String) -> JSONValue? {
        get { data[name] }
        set {
            var changed = data
            changed[name] = newValue
            content = .plain(changed)
        }
    }
}
