/// The common form of both proof files: header lines, hashes, an empty line, and a checkpoint's signed note.
struct ProofText {
    /// The maximum size of a file, in bytes.
    static let largest = 2 << 20

    /// The remaining lines before the empty one.
    private(set) var lines: ArraySlice<ArraySlice<UInt8>>
    private let note: [UInt8]
    /// The number of lines taken.
    private(set) var taken = 0

    init(_ bytes: [UInt8]) throws(ProofTextError) {
        guard bytes.count <= Self.largest else { throw .tooLarge(bytes: bytes.count) }
        let newline = UInt8(ascii: "\n")
        let end = bytes.indices.dropFirst().first { bytes[$0] == newline && bytes[$0 - 1] == newline }
        guard let end else { throw .noCheckpoint }
        lines = bytes[..<(end - 1)].split(separator: newline, omittingEmptySubsequences: false)[...]
        note = Array(bytes[(end + 1)...])
    }

    /// Takes the next line if it begins with `word` and a space; returns the rest of the line.
    mutating func take(_ word: StaticString) -> ArraySlice<UInt8>? {
        let beginning = Array("\(word) ".utf8)
        guard let line = lines.first, line.starts(with: beginning) else { return nil }
        take()
        return line.dropFirst(beginning.count)
    }

    /// Takes the next line if it equals `text`.
    mutating func takeLine(_ text: String) -> Bool {
        guard let line = lines.first, line.elementsEqual(text.utf8) else { return false }
        take()
        return true
    }

    /// Parses the note; does not check what it says.
    func checkpoint() throws(ProofTextError) -> SignedNote {
        do { return try SignedNote(note) } catch { throw .note(error) }
    }

    /// Takes all remaining lines, one hash each.
    mutating func hashes(atMost most: Int) throws(ProofTextError) -> [SHA256Hash] {
        guard lines.count <= most else { throw .tooManyHashes(lines.count, most: most) }
        var hashes: [SHA256Hash] = []
        while let line = lines.first {
            take()
            guard let hash = SHA256Hash(base64: line) else { throw .invalidHash(line: taken) }
            hashes.append(hash)
        }
        return hashes
    }

    private mutating func take() {
        lines.removeFirst()
        taken += 1
    }

    static func bytes(_ lines: [String], _ hashes: [SHA256Hash], _ note: SignedNote) -> [UInt8] {
        Array((lines + hashes.map(\.base64) + [""]).map { "\($0)\n" }.joined().utf8) + note.bytes
    }
}
