import Glibc

/// How much the slow tests try: each thing once in the gate, everything with everything under `make test FULL=1`.
package enum Thoroughness {
    package static let isFull = getenv("FULL").map { String(cString: $0) } == "1"

    /// How often a test with random moments is repeated.
    package static func rounds(_ few: Int, full: Int) -> Int { isFull ? full : few }

    /// A seed to repeat, from `SEED`; else a random one.
    package static var seed: UInt64 {
        getenv("SEED").flatMap { UInt64(String(cString: $0)) } ?? .random(in: 0..<1 << 32)
    }

    /// Every pair under `FULL=1`; else as few pairs as have each element at least once.
    ///
    /// For what also runs in memory, there with every pair.
    package static func pairs<First, Second>(_ first: [First], _ second: [Second]) -> [(First, Second)] {
        guard !isFull else { return first.flatMap { one in second.map { (one, $0) } } }
        return (0..<max(first.count, second.count)).map { (first[$0 % first.count], second[$0 % second.count]) }
    }
}
