import LedgerDomain
import LedgerLog
import LedgerValues

/// Reads events from a byte stream of any length; memory use is bounded by the largest value.
///
/// The input is one event or many: an array, JSON lines, or concatenated values, each bare or wrapped by SNS, SQS or
/// Lambda. An invalid one is reported with its line, and reading continues after it.
package struct EnvelopeReader: Sendable {
    private var splitter = ValueSplitter()

    package init() {}

    /// Processes the next bytes; returns the events that end in them.
    package mutating func read(_ bytes: [UInt8]) -> [Incoming] {
        splitter.split(bytes).flatMap(Self.incoming)
    }

    /// Call at the end of the input; returns what is left.
    package mutating func finish() -> [Incoming] {
        splitter.finish().flatMap(Self.incoming)
    }

    private static func incoming(_ piece: ValueSplitter.Piece) -> [Incoming] {
        if piece.isTooLong { return [.defect(Defect(line: piece.line, reason: .tooLong))] }
        do {
            let value = try JSONReader.value(piece.bytes, numbers: .fractionsAsText)
            return Unwrapping.events(in: value).map { Incoming($0, line: piece.line) }
        } catch {
            return [.defect(Defect(line: piece.line, reason: .json(error.description)))]
        }
    }
}

extension Incoming {
    fileprivate init(_ result: Result<Envelope, Defect.Reason>, line: Int) {
        switch result {
        case .success(let envelope): self = .event(envelope, line: line)
        case .failure(let reason): self = .defect(Defect(line: line, reason: reason))
        }
    }
}
