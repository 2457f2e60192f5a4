package import LedgerDomain
package import LedgerLog

/// Who has written the events of a deployment that calls follow from: this ledger's processor, or somebody else.
package struct DeploymentOrigins: StreamFold {
    package var version: Int
    /// Nil if all events that calls follow from are the processor's own, or if somebody has adopted them.
    package private(set) var foreign: ForeignOrigin?
    /// Whether the processor itself has seen it at AWS, where it was not requested here.
    package private(set) var isSeenHere = false
    /// Whether the processor itself has seen it succeed.
    package private(set) var hasSeenSuccess = false
    private let deployment: DeploymentID
    private let keys: ActKeys
    private var newestLoss = 0
    private var last = 0

    init(of deployment: DeploymentID, _ keys: ActKeys, after version: Int) {
        (self.deployment, self.keys, self.version) = (deployment, keys, version)
    }

    /// What lies before an accepted loss may lack what was done next.
    mutating func take(lossAt position: Int) {
        guard position > newestLoss else { return }
        newestLoss = position
        guard last > 0, last < position else { return }
        foreign = foreign ?? .loss(position: position)
    }

    package mutating func take(_ record: Record, at position: Int) {
        guard case .stage(let event)? = record.event, event.deployment == deployment else { return }
        last = position
        let isLost = position <= newestLoss
        let isOwn = !isLost && keys.isOwn(record)
        if case .deployment(_, _, .adopted) = event, isOwn { foreign = nil }
        if case .deployment(_, _, .observed) = event, isOwn { isSeenHere = true }
        if case .deployment(_, _, .succeeded) = event, isOwn { hasSeenSuccess = true }
        guard event.leadsToCalls, !isOwn else { return }
        foreign = foreign ?? (isLost ? .loss(position: newestLoss) : .event(position: position, type: record.type))
    }
}

/// Where somebody has accepted that acknowledged events are lost.
struct AcceptedLosses: StreamFold {
    var version = 0
    /// The newest position, 0 for none.
    private(set) var last = 0

    mutating func take(_ record: Record, at position: Int) {
        if case .custody(.lossAccepted)? = record.event { last = position }
    }
}
