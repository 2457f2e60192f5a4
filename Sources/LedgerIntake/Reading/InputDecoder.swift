/// Finds out from its first bytes what an input is, and decompresses it.
///
/// What gzip holds is looked at again: CloudWatch Logs compresses what it delivers, and Firehose may compress that once
/// more.
final class InputDecoder {
    /// How often an input may be compressed.
    static let deepest = 3

    private enum State {
        /// The bytes so far are too few to tell.
        case beginning([UInt8])
        case plain
        case gzip(Gunzip, InputDecoder)
        /// Nothing more can be read.
        case over
    }

    private var state = State.beginning([])
    private let depth: Int

    init(depth: Int = 0) {
        self.depth = depth
    }

    /// Takes the next bytes; `body` gets the text in them.
    func decode(_ bytes: [UInt8], _ body: ([UInt8]) -> Void) throws(Defect.Reason) {
        switch state {
        case .over: return
        case .plain: body(bytes)
        case .gzip(let gunzip, let inner): try decompress(bytes, gunzip, inner, body)
        case .beginning(let before):
            let all = before + bytes
            state = .beginning(all)
            if all.count >= ForeignFormat.longestMagic { try begin(body) }
        }
    }

    /// Call at the end of the input.
    func finish(_ body: ([UInt8]) -> Void) throws(Defect.Reason) {
        if case .beginning = state { try begin(body) }
        guard case .gzip(let gunzip, let inner) = state else { return }
        try inner.finish(body)
        do { try gunzip.finish() } catch { throw .gzip(error) }
    }

    private func begin(_ body: ([UInt8]) -> Void) throws(Defect.Reason) {
        guard case .beginning(let bytes) = state else { return }
        state = .over
        if let format = ForeignFormat(of: bytes) { throw .foreign(format) }
        if bytes.starts(with: Gunzip.magic) {
            guard depth < Self.deepest else { throw .foreign(.nestedGzip) }
            state = .gzip(Gunzip(), InputDecoder(depth: depth + 1))
        } else {
            state = .plain
        }
        try decode(bytes, body)
    }

    private func decompress(
        _ bytes: [UInt8],
        _ gunzip: Gunzip,
        _ inner: InputDecoder,
        _ body: ([UInt8]) -> Void
    ) throws(Defect.Reason) {
        var problem: Defect.Reason?
        do throws(GzipFailure) {
            try gunzip.take(bytes) { part in
                do throws(Defect.Reason) { try inner.decode(part, body) } catch { problem = problem ?? error }
            }
        } catch {
            problem = problem ?? .gzip(error)
        }
        if let problem {
            state = .over
            throw problem
        }
    }
}
