import LedgerDomain
package import LedgerValues

/// Tells the events that a ledger's own processor has written from those that somebody has only recorded.
///
/// Whoever can record, feed events or hand over an export can make any event, but cannot make its mac: that takes the
/// ledger's sealing key. The attribute `actmac` is the base64 of an HMAC-SHA256 over the ledger's id as text, followed by
/// the record's canonical bytes without `actmac`, `recordedtime` and `streamversion`. So an event cannot be changed, nor
/// moved to another ledger.
package struct ActKeys: Sendable {
    package static let attribute = "actmac"

    private let ring: SealingKeyRing
    private let ledger: [UInt8]

    package init(_ ring: SealingKeyRing, ledger: UniqueID) {
        (self.ring, self.ledger) = (ring, Array(ledger.description.utf8))
    }

    /// The mac of an event that is about to be appended, by the newest key.
    package func mac(of draft: EventDraft) -> String {
        ring.newest.actMac(of: ledger + draft.encodedForMac).base64
    }

    /// Whether the processor of this ledger has written a record, with any of the ledger's keys.
    package func isOwn(_ record: Record) -> Bool {
        guard let value = try? JSONReader.value(record.bytes), var members = value.object,
            let mac = members[Self.attribute]?.string.flatMap([UInt8].init(base64:))
        else { return false }
        for name in [Self.attribute, "recordedtime", "streamversion"] { members[name] = nil }
        let message = ledger + CanonicalJSON.text(.object(members)).utf8
        return ring.keys.contains { $0.isActMac(mac, of: message) }
    }
}
