import CReplays
import LedgerLog

/// A story of `Replays/` that is part of the program.
///
/// The second one begins after the first has ended, with other streams: one ledger holds both.
enum RecordedStory: CaseIterable {
    case firstWeek, badRelease

    func records() throws(Failure) -> [Record] {
        let log = embedded
        let bytes = Array(UnsafeBufferPointer(start: log.bytes, count: log.count))
        var records: [Record] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            do { records.append(try Record(Array(line))) } catch {
                throw Failure(CommandError.storyDamaged("\(error)"))
            }
        }
        return records
    }

    private var embedded: replay_log {
        switch self {
        case .firstWeek: replay_first_week()
        case .badRelease: replay_bad_release()
        }
    }
}
