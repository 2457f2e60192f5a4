/// A format that events are sometimes stored in and that ingest does not read.
package struct ForeignFormat: Equatable, Sendable {
    /// What it is, for people.
    package let name: String
    /// What to do with it.
    package let remedy: String
}

extension ForeignFormat {
    /// The longest beginning that ``init(of:)`` looks at.
    static let longestMagic = 6

    /// Finds out the format from the first bytes; nil for anything else, which may be JSON.
    init?(of bytes: [UInt8]) {
        if let known = Self.magics.first(where: { bytes.starts(with: $0.magic) })?.format {
            self = known
        } else if bytes.isUTF16 {
            self = .utf16
        } else {
            return nil
        }
    }

    static let nestedGzip = ForeignFormat(
        name: "compressed more than \(InputDecoder.deepest) times",
        remedy: "decompress it with gzip -d first"
    )

    private static let utf16 = ForeignFormat(
        name: "UTF-16 text",
        remedy: "convert it first: iconv -f UTF-16 -t UTF-8"
    )

    // Each from its specification: Unicode 23.8, parquet-format, orc.apache.org/specification, avro.apache.org, APPNOTE.TXT
    // 4.3.7, RFC 8878, bzip2's manual, tukaani.org/xz.
    private static let magics: [(magic: [UInt8], format: ForeignFormat)] = [
        ([0xFF, 0xFE], utf16),
        ([0xFE, 0xFF], utf16),
        (Array("PAR1".utf8), columnar("Parquet")),
        (Array("ORC".utf8), columnar("ORC")),
        (Array("Obj".utf8) + [1], columnar("Avro")),
        (Array("PK".utf8) + [3, 4], ForeignFormat(name: "a zip archive", remedy: "unpack it with unzip first")),
        ([0x28, 0xB5, 0x2F, 0xFD], compressed("zstd", with: "zstd -d")),
        (Array("BZh".utf8), compressed("bzip2", with: "bzip2 -d")),
        ([0xFD] + Array("7zXZ".utf8) + [0], compressed("xz", with: "xz -d")),
    ]

    private static func columnar(_ name: String) -> ForeignFormat {
        ForeignFormat(name: "\(name) data", remedy: "store the events as JSON, or convert them to JSON lines first")
    }

    private static func compressed(_ name: String, with command: String) -> ForeignFormat {
        ForeignFormat(name: "compressed with \(name)", remedy: "decompress it with \(command) first")
    }
}

extension [UInt8] {
    /// Whether this begins with an ASCII character in UTF-16 without a byte order mark.
    fileprivate var isUTF16: Bool {
        guard count >= 2 else { return false }
        return (self[0] == 0) != (self[1] == 0) && (self[0] | self[1]) < 0x80
    }
}
