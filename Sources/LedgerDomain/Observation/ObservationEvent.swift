package import LedgerValues

/// What has happened to an event from AWS that no known stage was responsible for.
///
/// The event is kept as it came, so that nothing is lost until the ledger knows its stage.
package enum ObservationEvent: Equatable, Sendable {
    case kept(UniqueID, KeptObservation)
    /// It has been translated into the stream of a stage.
    case claimed(UniqueID, by: StageID)
}

package struct KeptObservation: Equatable, Sendable {
    /// The event's id at its source.
    package var event: String
    package var detailType: String
    /// `aws.ecs`.
    package var source: String
    package var account: String
    package var region: String
    package var time: Timestamp
    package var resources: [String]
    /// As it came, with environment values sealed.
    package var detail: JSONObject
    /// The stage that waits for the answer to its own call, which may have caused this event.
    package var waitsFor: StageID?

    package init(
        event: String,
        detailType: String,
        source: String,
        account: String,
        region: String,
        time: Timestamp,
        resources: [String],
        detail: JSONObject,
        waitsFor: StageID? = nil
    ) {
        self.event = event
        self.detailType = detailType
        self.source = source
        self.account = account
        self.region = region
        self.time = time
        self.resources = resources
        self.detail = detail
        self.waitsFor = waitsFor
    }
}

extension KeptObservation {
    package var registry: Registry { Registry(account: account, region: region) }
}
