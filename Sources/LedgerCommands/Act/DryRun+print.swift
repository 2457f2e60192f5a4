import LedgerOperations
import LedgerValues

extension DryRun {
    func print(as format: OutputFormat) {
        let listing = Listing(
            columns: ["kind", "what", "data"],
            rows: lines.map { [.string($0.kind.rawValue), .string($0.what), .object($0.data)] }
        )
        listing.print(as: format) {
            (lines.map(\.text) + ["Nothing was appended and nothing was changed."]).map(\.escapingControls)
                .joined(separator: "\n")
        }
    }
}

extension DryRun.Line {
    fileprivate var text: String {
        switch kind {
        case .call: RecordedCall.text(what, data)
        case .event: "would append  \(what)  \(CanonicalJSON.text(.object(data)))"
        }
    }
}

extension RecordedCall {
    var text: String { Self.text(what, request) }

    var json: JSONValue { ["call": .string(what), "request": .object(request)] }

    fileprivate static func text(_ what: String, _ request: JSONObject) -> String {
        "would call    \(what)  \(CanonicalJSON.text(.object(request)))"
    }
}
