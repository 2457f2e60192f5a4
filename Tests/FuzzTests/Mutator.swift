import LedgerTesting

/// Changes bytes at random, so that something of what they meant is left.
struct Mutator {
    private var random: SeededRandom
    private let seeds: [[UInt8]]

    /// What a parser may stumble over.
    private static let tokens: [[UInt8]] =
        [
            "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", ":", ",", "null", "true", "-0", "1e400",
            "9223372036854775808", "-9223372036854775808", "9007199254740993", "0.1", "\u{2028}", "\u{202E}",
            "\u{1B}[2J",
            "\r\n", "\n", "\0", "\u{FEFF}", "=", "==", "****************", "../../", "%s%n", "$(id)", "'", "--",
            "sha256:",
            "arn:aws:ecs:::", "18446744073709551615", "2026-02-30T25:61:61Z", "-----BEGIN PRIVATE KEY-----", "é", "🛒",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x1F, 0x8B],
        ]

    init(seed: UInt64, of seeds: [[UInt8]]) {
        random = SeededRandom(seed: seed)
        self.seeds = seeds
    }

    /// One of the seeds with one to eight changes.
    mutating func next() -> [UInt8] {
        var bytes = seeds.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...8, using: &random) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = range(in: bytes)
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            if !bytes.isEmpty {
                bytes[bytes.indices.randomElement(using: &random) ?? 0] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 1: bytes.removeSubrange(place)
        case 2: bytes.insert(contentsOf: bytes[place], at: place.lowerBound)
        case 3: bytes.replaceSubrange(place, with: Self.tokens.randomElement(using: &random) ?? [])
        case 4: bytes.insert(contentsOf: Self.tokens.randomElement(using: &random) ?? [], at: place.lowerBound)
        case 5: bytes.removeSubrange(place.upperBound...)
        case 6:
            let other = seeds.randomElement(using: &random) ?? []
            bytes.replaceSubrange(place, with: other[range(in: other)])
        case 7: repeatPart(of: &bytes, place)
        case 8: nest(&bytes, place)
        default: for index in place { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        }
    }

    /// Short as a rule.
    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = Int.random(in: 0...bytes.count, using: &random)
        let longest = Bool.random(using: &random) ? 8 : bytes.count
        return start..<Int.random(in: start...min(bytes.count, start + longest), using: &random)
    }

    private mutating func repeatPart(of bytes: inout [UInt8], _ place: Range<Int>) {
        let part = bytes[place]
        guard part.count > 0 else { return }
        let times = min(Int.random(in: 2...400, using: &random), 300_000 / part.count)
        bytes.insert(contentsOf: (0..<times).flatMap { _ in part }, at: place.upperBound)
    }

    private mutating func nest(_ bytes: inout [UInt8], _ place: Range<Int>) {
        let depth = Int.random(in: 1...2_000, using: &random)
        let (open, close) = Bool.random(using: &random) ? ("[", "]") : ("{\"a\":", "}")
        bytes.insert(contentsOf: String(repeating: close, count: depth).utf8, at: place.upperBound)
        bytes.insert(contentsOf: String(repeating: open, count: depth).utf8, at: place.lowerBound)
    }
}
