import LedgerDomain
import LedgerValues

/// The set of ids seen so far, eight bytes each.
///
/// Stores only a keyed hash of each id: ten million ids take 128 MB instead of four times that. Two ids can have the
/// same hash (once in 400,000 runs of 10^7 ids), so the caller must check a repeat.
struct SeenIDs {
    private var slots: [UInt64]
    private var count = 0
    private let key: (UInt64, UInt64)

    /// `count` may come from an untrusted file, so at most a million slots are reserved.
    init(expecting count: Int, key: (UInt64, UInt64)) {
        slots = Array(repeating: 0, count: Self.capacity(for: min(count, 1 << 20)))
        self.key = (key.0 | 1, key.1 | 1)
    }

    /// Adds an id; false if it, or one with the same hash, was added before.
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
