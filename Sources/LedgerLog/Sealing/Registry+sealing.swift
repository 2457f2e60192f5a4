package import LedgerDomain
package import LedgerValues

extension Registry {
    /// The account and region that the values in a record belong to: the stream's, or those of a call.
    ///
    /// Nil for what belongs to none. A stage's settings are such: a stage can move to another account.
    package init?(ofValuesIn data: JSONObject, _ type: EventType?, _ stream: StreamName?) {
        switch stream {
        case .revision(let registry, _), .repository(let registry, _), .pipeline(let registry, _),
            .observation(let registry), .call(let registry, _):
            self = registry
        case .stage:
            guard case .action(.intended) = type, let account = data["account"]?.string,
                let region = data["region"]?.string
            else { return nil }
            self.init(account: account, region: region)
        case .stack, .ledger, nil: return nil
        }
    }
}
