import LedgerDomain
package import LedgerLog
internal import LedgerTesting
internal import Synchronization
internal import Testing
package import LedgerValues

/// Tests that every ``EventLog`` must pass.
///
/// Each check uses a new suite over empty storage.
package struct EventLogSuite: Sendable {
    package enum Check: String, CaseIterable, Sendable {
        case appendsAndReadsInOrder
        case readsPages
        case refusesAConflict
        case appendsAllOrNothing
        case repeatsWhatSomebodyElseRecorded
        case guardsWithoutEvents
        case guardsTheNumberOfStreams
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

    /// Opens another log over the storage of this suite.
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
        case .repeatsWhatSomebodyElseRecorded: try repeatsWhatSomebodyElseRecorded()
        case .guardsWithoutEvents: try guardsWithoutEvents()
        case .guardsTheNumberOfStreams: try guardsTheNumberOfStreams()
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
