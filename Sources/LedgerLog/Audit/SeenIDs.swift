import LedgerDomain
import LedgerValues

/// Which ids were met, in eight bytes each.
///
/// Only a keyed hash of an id is kept, so that ten million need 128 MB and not four times that. Two ids may so be taken for
/// one, which who asks must rule out by looking; of 10^7 that happens once in 400,000 times.
struct SeenIDs {
    private var slots: [UInt64]
    private var count = 0
    private let key: (UInt64, UInt64)

    /// What is expected may come from a file that anyone has written: it is believed up to a million.
    init(expecting count: Int, key: (UInt64, UInt64)) {
        slots = Array(repeating: 0, count: Self.capacity(for: min(count, 1 << 20)))
        self.key = (key.0 | 1, key.1 | 1)
    }

    /// Notes an id; false when it, or one with the same hash, was noted before.
    mutating func insert(_ id: UniqueID) -> Bool {
        if count * 4 >= slots.count * 3 { grow() }
        return place(hash(of: id))
    }

    private func hash(of id: UniqueID) -> UInt64 {
        let mixed = (id.high &* key.0) ^ (id.low &* key.1)
        let folded = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        return max(1, folded ^ folded >> 32)
    }

    private mutating func place(_ hash: UInt64) -> Bool {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index] != 0 {
            if slots[index] == hash { return false }
            index = (index + 1) & mask
        }
        slots[index] = hash
        count += 1
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        count = 0
        for hash in old where hash != 0 { _ = place(hash) }
    }

    private static func capacity(for count: Int) -> Int {
        let wanted = max(64, count) * 4 / 3 + 1
        return 1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount)
    }
}
