import Glibc
package import LedgerValues

extension Timestamp {
    /// The current time of the system clock.
    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

extension UniqueID {
    /// A new version 7 UUID.
    package static func make() -> UniqueID {
        UniqueID(time: .now(), random: (.random(in: .min ... .max), .random(in: .min ... .max)))
    }
}
