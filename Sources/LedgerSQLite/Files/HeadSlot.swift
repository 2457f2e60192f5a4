internal import LedgerDomain
internal import LedgerLog
internal import LedgerValues

/// One entry of `head.json`: the size and root of the log at the last acknowledged append.
struct HeadSlot: Equatable, Sendable {
    let size: Int
    let root: SHA256Hash

    /// Bytes per slot: one sector, which disks write atomically, so writing one slot cannot damage the other.
    static let length = 512

    /// The line of a slot; both lines together are a JSON array.
    ///
    /// The checksum covers the bytes from the opening brace to the quote before the checksum.
    func line(isFirst: Bool) -> [UInt8] {
        let body = Array("{\"size\":\(size),\"root\":\"\(root)\",\"checksum\":\"".utf8)
        var line: [UInt8] = [UInt8(ascii: isFirst ? "[" : " ")] + body
        line += SHA256Hash(of: body).bytes.hex.utf8
        line += isFirst ? "\"},".utf8 : "\"}]".utf8
        line += repeatElement(UInt8(ascii: " "), count: Self.length - 1 - line.count)
        return line + [UInt8(ascii: "\n")]
    }

    /// Nil for anything but a line that ``line(isFirst:)`` writes.
    init?(line: some Collection<UInt8>, isFirst: Bool) {
        let digits = line.dropFirst("[{\"size\":".utf8.count).prefix { $0.hexDigit != nil }
        guard let size = Int(String(decoding: digits, as: UTF8.self)), size >= 0,
            let root = [UInt8](hex: Self.root(in: line.dropFirst("[{\"size\":".utf8.count + digits.count))),
            let hash = SHA256Hash(bytes: root)
        else { return nil }
        self.init(size: size, root: hash)
        guard self.line(isFirst: isFirst).elementsEqual(line) else { return nil }
    }

    init(size: Int, root: SHA256Hash) {
        (self.size, self.root) = (size, root)
    }

    private static func root(in rest: some Collection<UInt8>) -> String {
        String(decoding: rest.dropFirst(",\"root\":\"".utf8.count).prefix(64), as: UTF8.self)
    }
}
