import Glibc
import LedgerDomain
import LedgerLog
import LedgerValues

extension EventDraft {
    /// An event that is told from all others by its writer and its numbers.
    static func of(_ writer: Int, _ number: Int, _ index: Int, _ text: String) -> EventDraft {
        let time = Timestamp(microseconds: 1_793_534_400_000_000)
        return EventDraft(
            id: UniqueID(time: time, random: (UInt64(writer), UInt64(number * 10 + index))),
            type: "sample.taken.v1",
            subject: "stack/writer-\(writer)",
            time: time,
            actor: "writer",
            data: sealedData(text)
        )
    }
}

private func sealedData(_ text: String) -> SealedData {
    do { return try SealedData(checking: ["text": .string(text)]) } catch { preconditionFailure("\(error)") }
}

extension Timestamp {
    static var now: Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(microseconds: Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)
    }
}

extension Duration {
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }
}

/// Writes to stdout at once, with nothing between this call and the reader.
func tell(_ text: String) {
    var text = text
    _ = text.withUTF8 { write(1, $0.baseAddress, $0.count) }
}
