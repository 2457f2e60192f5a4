/// What has happened to the ledger itself, in the hands of those who keep it.
package enum CustodyEvent: Equatable, Sendable {
    /// A backup was put in place that has not all that was acknowledged, and somebody accepted that.
    case lossAccepted(AcceptedLoss)
    /// Checkpoints are signed by another key from now on; both keys as C2SP signed-note writes verifier keys.
    case signingKeyReplaced(old: String, new: String, reason: String)
}

package struct AcceptedLoss: Equatable, Sendable {
    /// How many events there had been, as far as anything that was left could tell.
    package var acknowledged: Int
    /// The Merkle root that they had, in hexadecimal.
    package var acknowledgedRoot: String
    /// How many of them there are now.
    package var restored: Int64
    package var restoredRoot: String
    package var reason: String

    package init(
        acknowledged: Int,
        acknowledgedRoot: String,
        restored: Int64,
        restoredRoot: String,
        reason: String
    ) {
        self.acknowledged = acknowledged
        self.acknowledgedRoot = acknowledgedRoot
        self.restored = restored
        self.restoredRoot = restoredRoot
        self.reason = reason
    }
}
