package import LedgerDomain

extension Record {
    /// The account and region that the record's values belong to.
    package var registry: Registry? {
        Registry(ofValuesIn: data, EventType(rawValue: type), StreamName(subject))
    }
}
