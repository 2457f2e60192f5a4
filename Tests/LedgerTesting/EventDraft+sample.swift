import LedgerDomain
package import LedgerLog
package import LedgerValues

extension Timestamp {
    package static let noon = Timestamp(microseconds: 1_793_534_400_000_000)
}

extension EventDraft {
    /// An event identified by its number.
    package static func sample(
        _ number: Int,
        of subject: String = "stack/shop",
        text: String = "text"
    ) -> EventDraft {
        EventDraft(
            id: UniqueID(time: .noon, random: (0, UInt64(number))),
            type: "sample.taken.v1",
            subject: subject,
            time: .noon,
            actor: "tester",
            data: ["number": .integer(Int64(number)), "text": .string(text)]
        )
    }
}

extension StreamWrite {
    package static func samples(
        _ numbers: some Sequence<Int>,
        to subject: String = "stack/shop",
        expecting version: ExpectedVersion = .any
    ) -> StreamWrite {
        StreamWrite(subject: subject, expected: version, events: numbers.map { .sample($0, of: subject) })
    }
}
