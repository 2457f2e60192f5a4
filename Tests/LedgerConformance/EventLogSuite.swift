package import LedgerDomain
package import LedgerLog
internal import Synchronization
internal import Testing

/// What every ``EventLog`` has to pass.
///
/// Made anew for each check, over storage that holds nothing yet.
package struct EventLogSuite: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case appendsAndReadsInOrder
        case readsPages
        case refusesAConflict
        case appendsAllOrNothing
        case guardsWithoutEvents
        case answersARepeatWithItsOldPlace
        case answersARepeatBeforeAConflict
        case refusesAnIDWithOtherContent
        case takesARepeatInsideOneCallOnce
        case keepsStreamsApartByBytes
        case appendsVerbatim
        case refusesAVerbatimGap
        case refusesVerbatimTimeGoingBack
        case refusesAVerbatimRepeat
        case appendsNothingWhenItsSourceStops
        case listsSubjects
        case neverLetsRecordedTimeDecrease
        case refusesALargeRecord
        case refusesADeepRecord
        case servesTwoWritersAtOnce
        case opensAgain
    }

    /// Opens a log over the storage of this suite; each call gives another one.
    let open: @Sendable (_ clock: @escaping @Sendable () -> Timestamp) throws -> any EventLog

    package init(open: @escaping @Sendable (@escaping @Sendable () -> Timestamp) throws -> any EventLog) {
        self.open = open
    }

    package func run(_ check: Check) async throws {
        switch check {
        case .appendsAndReadsInOrder: try appendsAndReadsInOrder()
        case .readsPages: try readsPages()
        case .refusesAConflict: try refusesAConflict()
        case .appendsAllOrNothing: try appendsAllOrNothing()
        case .guardsWithoutEvents: try guardsWithoutEvents()
        case .answersARepeatWithItsOldPlace: try answersARepeatWithItsOldPlace()
        case .answersARepeatBeforeAConflict: try answersARepeatBeforeAConflict()
        case .refusesAnIDWithOtherContent: try refusesAnIDWithOtherContent()
        case .takesARepeatInsideOneCallOnce: try takesARepeatInsideOneCallOnce()
        case .keepsStreamsApartByBytes: try keepsStreamsApartByBytes()
        case .appendsVerbatim: try appendsVerbatim()
        case .refusesAVerbatimGap: try refusesAVerbatimGap()
        case .refusesVerbatimTimeGoingBack: try refusesVerbatimTimeGoingBack()
        case .refusesAVerbatimRepeat: try refusesAVerbatimRepeat()
        case .appendsNothingWhenItsSourceStops: try appendsNothingWhenItsSourceStops()
        case .listsSubjects: try listsSubjects()
        case .neverLetsRecordedTimeDecrease: try neverLetsRecordedTimeDecrease()
        case .refusesALargeRecord: try refusesALargeRecord()
        case .refusesADeepRecord: try refusesADeepRecord()
        case .servesTwoWritersAtOnce: try await servesTwoWritersAtOnce()
        case .opensAgain: try opensAgain()
        }
    }

    func log() throws -> any EventLog {
        try open { .noon }
    }
}

extension Timestamp {
    package static let noon = Timestamp(microseconds: 1_793_534_400_000_000)
}

extension EventDraft {
    /// An event that is told from others by its number.
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
