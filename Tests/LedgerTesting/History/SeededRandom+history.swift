import LedgerDomain
package import LedgerValues

extension SeededRandom {
    package mutating func id(at time: Timestamp) -> UniqueID {
        UniqueID(time: time, random: (next(), next()))
    }

    /// True with a probability of `percent` %.
    package mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    package mutating func hex(_ digits: Int) -> String {
        var text = ""
        while text.utf8.count < digits {
            let part = String(next(), radix: 16)
            text += String(repeating: "0", count: 16 - part.utf8.count) + part
        }
        return String(text.prefix(digits))
    }
}
