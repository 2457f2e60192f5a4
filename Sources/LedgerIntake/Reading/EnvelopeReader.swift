import LedgerDomain
import LedgerLog
import LedgerValues

/// Reads events out of bytes as they come: a file of any size takes no more memory than its largest value.
///
/// It takes one event or many: an array, JSON lines, values one after another, each bare or wrapped by SNS, SQS or
/// Lambda. A bad one is reported where it stands, and the reading goes on after it.
package struct EnvelopeReader: Sendable {
    private var splitter = ValueSplitter()

    package init() {}

    /// Takes the next bytes and returns the events that end in them.
    package mutating func read(_ bytes: [UInt8]) -> [Incoming] {
        splitter.split(bytes).flatMap(Self.incoming)
    }

    /// Returns what is left when the input has ended.
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
