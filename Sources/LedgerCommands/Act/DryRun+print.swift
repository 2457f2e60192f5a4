import LedgerOperations
import LedgerValues

extension DryRun {
    func print(as format: OutputFormat) {
        let listing = Listing(
            columns: ["kind", "what", "data"],
            rows: lines.map { [.string($0.kind.rawValue), .string($0.what), .object($0.data)] }
        )
        listing.print(as: format) {
            let texts = lines.map { line in
                let verb = line.kind == .call ? "would call  " : "would append"
                return "\(verb)  \(line.what)  \(CanonicalJSON.text(.object(line.data)))"
            }
            return (texts + ["Nothing was appended and nothing was changed."]).map(\.escapingControls)
                .joined(separator: "\n")
        }
    }
}
