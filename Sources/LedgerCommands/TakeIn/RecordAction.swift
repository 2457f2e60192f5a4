import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

/// Records proposals for a command and prints what was recorded.
struct RecordAction {
    let ledger: LedgerOptions
    let actor: ActorOptions
    let output: OutputOptions
    let dryRun: Bool

    /// Records all of them or none.
    ///
    /// `text` is what a person is told of the events, each one's place by default; `place` is where a proposal stood, for
    /// errors.
    func perform(
        _ proposals: [Proposal],
        idempotencyKey: String? = nil,
        text: (([Recorded]) -> String)? = nil,
        place: (Int) -> String? = { _ in nil }
    ) throws(Failure) {
        let open = try OpenLedger.forWriting(ledger)
        let recorder = open.recorder()
        let actor = try actor.name()
        do {
            if dryRun {
                Self.print(try recorder.preview(proposals, by: actor), as: output.format)
            } else {
                let recorded = try recorder.record(proposals, by: actor, idempotencyKey: idempotencyKey)
                Self.print(recorded, as: output.format, text: text)
            }
        } catch {
            throw Failure(error, place: place)
        }
    }

    private static func print(_ recorded: [Recorded], as format: OutputFormat, text: (([Recorded]) -> String)?) {
        let table = Listing(
            columns: ["position", "id", "type", "subject", "data", "repeated"],
            rows: recorded.map {
                [
                    .integer(Int64($0.position)), .string($0.id.description), .string($0.type), .string($0.subject),
                    .object($0.data), .bool($0.isRepeat),
                ]
            }
        )
        table.print(as: format) {
            if let text { return text(recorded) }
            guard !recorded.isEmpty else { return "Recorded no events." }
            return recorded.map {
                "#\($0.position)  \($0.type)  \($0.subject)\($0.isRepeat ? "  (stood there before)" : "")"
            }
            .joined(separator: "\n").escapingControlsInLines
        }
    }

    private static func print(_ drafts: [EventDraft], as format: OutputFormat) {
        let table = Listing(
            columns: ["type", "subject", "time", "actor", "data"],
            rows: drafts.map {
                [
                    .string($0.type), .string($0.subject), .string($0.time.description), .string($0.actor),
                    .object($0.data),
                ]
            }
        )
        table.print(as: format) {
            drafts.map { "would append  \($0.type)  \($0.subject)  \(CanonicalJSON.text(.object($0.data)))" }
                .joined(separator: "\n").escapingControlsInLines
        }
    }
}

extension String {
    /// ``escapingControls`` on each line.
    var escapingControlsInLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).escapingControls }
            .joined(separator: "\n")
    }
}
