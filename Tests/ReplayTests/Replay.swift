import Foundation
import Testing

/// A folder of `Replays/`: a recorded ledger, and what the queries answer on it.
struct Replay: Sendable, CustomTestStringConvertible {
    let name: String

    /// Beside `Tests`, in which this file is.
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Replays", directoryHint: .isDirectory)

    static let all: [Replay] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { !$0.contains(".") }.sorted().map(Replay.init)
    }()

    var testDescription: String { name }

    func path(_ file: String) -> String { Self.folder.appending(path: "\(name)/\(file)").path }

    func contents(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(file)))) }

    func text(_ file: String) throws -> String { String(decoding: try contents(file), as: UTF8.self) }

    /// The records' lines.
    func lines() throws -> [[UInt8]] {
        try contents("log.jsonl").split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// The command lines of `queries.txt`, each with the place of its answer.
    func queries() throws -> [Query] {
        let lines = try text("queries.txt").split(separator: "\n").map(String.init)
        return lines.enumerated().map { Query(line: $1, number: $0 + 1) }
    }
}

/// A command line, as a person types it after `stackledger`.
struct Query: Sendable {
    let line: String
    let number: Int

    var answer: String { "answers/\(number < 10 ? "0" : "")\(number).txt" }

    /// The words, taken as a shell takes them, as far as quotes go.
    var words: [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            switch (character, quote) {
            case (let mark, let open?) where mark == open: quote = nil
            case (_, _?): word = (word ?? "") + String(character)
            case ("'", nil), ("\"", nil): (quote, word) = (character, word ?? "")
            case (" ", nil):
                if let finished = word { words.append(finished) }
                word = nil
            case (_, nil): word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
