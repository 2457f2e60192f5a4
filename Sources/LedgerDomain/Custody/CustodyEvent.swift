/// What has happened to the ledger itself.
package enum CustodyEvent: Equatable, Sendable {
    /// A backup was restored that lacks acknowledged events, and somebody accepted the loss.
    case lossAccepted(AcceptedLoss)
    /// Another key signs the checkpoints from now on; both keys are written as C2SP signed-note verifier keys.
    /// `signature` is the old key's over the new one; nil in events of version 0.1.
    case signingKeyReplaced(old: String, new: String, reason: String, signature: String?)
}

package struct AcceptedLoss: Equatable, Sendable {
    /// How many events were acknowledged, as far as the remaining files tell.
    package var acknowledged: Int
    /// Their Merkle root, in hexadecimal.
    package var acknowledgedRoot: String
    /// How many of them the backup has.
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
