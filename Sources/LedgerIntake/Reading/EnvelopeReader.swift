import LedgerDomain
import LedgerLog
import LedgerValues

/// Reads events from a byte stream of any length; memory use is bounded by the largest value.
///
/// The input is one event or many: an array, JSON lines, log files of CloudTrail, or concatenated values, each bare or
/// wrapped by SNS, SQS, Lambda or CloudWatch Logs; all of it may be compressed with gzip. An invalid one is reported with its line, and reading
/// continues after it.
package struct EnvelopeReader: ~Copyable {
    private let decoder = InputDecoder()
    private var splitter = ValueSplitter()
    private var lastTextDefect = 0
    /// Whether nothing more of the input can be read.
    package private(set) var isOver = false

    package init() {}

    /// Processes the next bytes; returns the events that end in them.
    package mutating func read(_ bytes: [UInt8]) -> [Incoming] {
        if isOver { return [] }
        var pieces: [ValueSplitter.Piece] = []
        do {
            try decoder.decode(bytes) { pieces += splitter.split($0) }
            return incoming(pieces)
        } catch {
            return incoming(pieces) + end(because: error)
        }
    }

    /// Call at the end of the input; returns what is left.
    package mutating func finish() -> [Incoming] {
        if isOver { return [] }
        var pieces: [ValueSplitter.Piece] = []
        do {
            try decoder.finish { pieces += splitter.split($0) }
            pieces += splitter.finish()
            return incoming(pieces)
        } catch {
            return incoming(pieces) + end(because: error)
        }
    }

    /// What came before the end of what can be read counts.
    private mutating func end(because reason: Defect.Reason) -> [Incoming] {
        isOver = true
        let line = splitter.currentLine
        return incoming(splitter.finish()) + [.defect(Defect(line: line, reason: reason))]
    }

    private mutating func incoming(_ pieces: [ValueSplitter.Piece]) -> [Incoming] {
        var all: [Incoming] = []
        for piece in pieces { all += incoming(piece) }
        return all
    }

    private mutating func incoming(_ piece: ValueSplitter.Piece) -> [Incoming] {
        if piece.isTooLong { return [.defect(Defect(line: piece.line, reason: .tooLong))] }
        do {
            let value = try JSONReader.value(piece.bytes, numbers: .fractionsAsText)
            if piece.bytes.count > CloudTrailRecord.largest, let record = value.object, CloudTrailRecord.isOne(record) {
                return [.defect(Defect(line: piece.line, reason: .recordTooLong))]
            }
            return Unwrapping.events(in: value).map { Incoming($0, line: piece.line) }
        } catch {
            // Each word of other text is a piece: one report for the line is enough.
            guard piece.isBracketed || piece.line != lastTextDefect else { return [] }
            lastTextDefect = piece.line
            return [.defect(Defect(line: piece.line, reason: .json(error.description)))]
        }
    }
}

extension ValueSplitter.Piece {
    fileprivate var isBracketed: Bool { bytes.starts(with: "{".utf8) || bytes.starts(with: "[".utf8) }
}

extension Incoming {
    fileprivate init(_ result: Result<Envelope, Defect.Reason>, line: Int) {
        switch result {
        case .success(let envelope): self = .event(envelope, line: line)
        case .failure(let reason): self = .defect(Defect(line: line, reason: reason))
        }
    }
}
