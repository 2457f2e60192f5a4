/// A Bloom filter of fixed size over the keys of a table.
///
/// While empty tables are filled it saves a lookup for nearly every new row. If a key may be present, look in the
/// table.
struct KeyFilter {
    /// 2^24 bits: with a million keys, one new key in a hundred causes a needless lookup.
    private static let bits: UInt64 = 1 << 24
    private static let probes: UInt64 = 3

    private var words = [UInt64](repeating: 0, count: Int(bits / 64))

    func mayHave(_ key: RowKey) -> Bool {
        for probe in 0..<Self.probes {
            let place = Self.place(of: key, probe)
            if words[Int(place / 64)] & 1 << (place % 64) == 0 { return false }
        }
        return true
    }

    mutating func insert(_ key: RowKey) {
        for probe in 0..<Self.probes {
            let place = Self.place(of: key, probe)
            words[Int(place / 64)] |= 1 << (place % 64)
        }
    }

    private static func place(of key: RowKey, _ probe: UInt64) -> UInt64 {
        let hash = UInt64(truncatingIfNeeded: key.hash)
        return (hash &+ probe &* (hash >> 32 | 1)) % bits
    }
}
