import CZlib

/// Decompresses a gzip stream as it comes in.
///
/// A stream has one member or more (RFC 1952, 2.2): Firehose writes one after the other, sometimes with newlines between
/// them. The output comes in small parts, so that memory use does not depend on how far the input was compressed.
final class Gunzip {
    static let magic: [UInt8] = [0x1F, 0x8B]
    private static let part = 1 << 16

    // zlib keeps the address of its state, so it stays in one place.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isWithinMember = true

    init() {
        stream.initialize(to: z_stream())
        czlib_begin_gzip(stream)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Takes the next bytes; `body` gets what they contain.
    func take(_ bytes: [UInt8], _ body: ([UInt8]) -> Void) throws(GzipFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            if !isWithinMember {
                rest = rest.drop { $0 == 0 || $0.isWhitespace }
                guard let first = rest.first else { return }
                guard first == Self.magic[0], inflateReset(stream) == Z_OK else { throw .damaged }
                isWithinMember = true
            }
            rest = try inflateMember(rest, body)
        }
    }

    /// Call at the end of the input.
    func finish() throws(GzipFailure) {
        if isWithinMember { throw .cutOff }
    }

    /// Returns what follows the member, nothing if it goes on.
    private func inflateMember(
        _ bytes: ArraySlice<UInt8>,
        _ body: ([UInt8]) -> Void
    ) throws(GzipFailure) -> ArraySlice<UInt8> {
        var input = Array(bytes)
        let count = input.count
        let result: Result<Int, GzipFailure> = input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            defer { stream.pointee.next_in = nil }
            while true {
                let (part, status) = inflatePart()
                if !part.isEmpty { body(part) }
                switch status {
                case Z_OK where part.count == Self.part || stream.pointee.avail_in > 0: continue
                case Z_OK, Z_BUF_ERROR: return .success(0)
                case Z_STREAM_END:
                    isWithinMember = false
                    return .success(Int(stream.pointee.avail_in))
                default: return .failure(.damaged)
                }
            }
        }
        return bytes[(bytes.startIndex + count - (try result.get()))...]
    }

    private func inflatePart() -> ([UInt8], Int32) {
        var status = Z_OK
        let part = [UInt8](unsafeUninitializedCapacity: Self.part) { output, count in
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(Self.part)
            status = inflate(stream, Z_NO_FLUSH)
            count = Self.part - Int(stream.pointee.avail_out)
        }
        return (part, status)
    }
}

extension Gunzip {
    /// The content of a whole gzip stream of at most `largest` bytes.
    static func content(of bytes: [UInt8], atMost largest: Int) throws(GzipFailure) -> [UInt8] {
        let gunzip = Gunzip()
        var content: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: part) {
            try gunzip.take(Array(bytes[start..<min(start + part, bytes.count)])) { content += $0 }
            guard content.count <= largest else { throw .tooLong }
        }
        try gunzip.finish()
        return content
    }
}
