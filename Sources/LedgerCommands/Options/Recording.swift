import LedgerLog
import LedgerOperations
import LedgerValues

/// Records events, or shows what would be recorded, and prints them.
struct Recording {
    let output: OutputFormat
    /// What a person is told; each event's place by default.
    var text: (([Recorded]) -> String)?
    /// Where a proposal stood, for errors.
    var place: (Int) -> String? = { _ in nil }

    /// Records all of them or none.
    func record(
        _ batch: EventBatch,
        in ledger: Ledger,
        by caller: String,
        dryRun: Bool,
        idempotencyKey: String?
    ) throws(Failure) {
        do throws(OperationError) {
            if dryRun {
                print(try ledger.preview(batch, by: caller, idempotencyKey: idempotencyKey))
            } else {
                print(try ledger.record(batch, by: caller, idempotencyKey: idempotencyKey))
            }
        } catch { throw Failure(error, place: place) }
    }

    private func print(_ recorded: [Recorded]) {
        let listing = Listing(
            columns: ["position", "id", "type", "subject", "data", "repeated"],
            rows: recorded.map {
                [
                    .integer(Int64($0.position)), .string($0.id.description), .string($0.type), .string($0.subject),
                    .object($0.data), .bool($0.isRepeat),
                ]
            }
        )
        listing.print(as: output) {
            if let text { return text(recorded) }
            guard !recorded.isEmpty else { return "Recorded no events." }
            return recorded.map {
                "#\($0.position)  \($0.type)  \($0.subject)\($0.isRepeat ? "  (already recorded)" : "")"
            }
            .map(\.escapingControls).joined(separator: "\n")
        }
    }

    private func print(_ drafts: [EventDraft]) {
        let listing = Listing(
            columns: ["type", "subject", "time", "actor", "data"],
            rows: drafts.map {
                [
                    .string($0.type), .string($0.subject), .string($0.time.description), .string($0.actor),
                    .object($0.data),
                ]
            }
        )
        listing.print(as: output) {
            guard !drafts.isEmpty else { return "would append no events" }
            return drafts.map { "would append  \($0.type)  \($0.subject)  \(CanonicalJSON.text(.object($0.data)))" }
                .map(\.escapingControls).joined(separator: "\n")
        }
    }
}
