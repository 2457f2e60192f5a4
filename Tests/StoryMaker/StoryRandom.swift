import LedgerDomain
import LedgerTesting
import Synchronization
import LedgerValues

/// Everything in a story that could be anything, from a seed: the same story has the same ids.
final class StoryRandom: Sendable {
    private let random: Mutex<SeededRandom>

    /// A name's letters are its seed.
    init(_ name: String) {
        let seed = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        random = Mutex(SeededRandom(seed: seed))
    }

    func number(_ range: ClosedRange<Int64>) -> Int64 {
        random.withLock { Int64.random(in: range, using: &$0) }
    }

    func hex(_ count: Int) -> String {
        random.withLock { random in
            String((0..<count).compactMap { _ in "0123456789abcdef".randomElement(using: &random) })
        }
    }

    /// `ecs-svc/` and the digits of a service deployment.
    func awsDeployment() -> String { "ecs-svc/\(number(1_000_000_000_000_000_000...9_200_000_000_000_000_000))" }

    /// As AWS writes a request id, a UUID of version 4.
    func requestID() -> String { "\(hex(8))-\(hex(4))-4\(hex(3))-a\(hex(3))-\(hex(12))" }

    func id(at time: Timestamp) -> UniqueID {
        random.withLock { UniqueID(time: time, random: ($0.next(), $0.next())) }
    }
}
