import ArgumentParser
import Foundation
import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

@testable import LedgerCommands
@testable import LedgerOperations

/// All texts that people read, in two files: a reviewer reads them in one go.
///
/// `RECORD=1` writes the files anew, and the test fails.
struct `The texts of the program` {
    @Test func `of all help pages are those in help.txt`() throws {
        try GoldenText("help.txt").compare(HelpPages.text)
    }

    @Test func `of all errors are those in errors.txt`() throws {
        try GoldenText("errors.txt").compare(ErrorExamples.text)
    }

    @Test(arguments: ErrorExamples.sources)
    func `have an example of each error`(source: ErrorExamples.Source) throws {
        let missing = try source.cases().subtracting(source.exampleNames)
        #expect(missing.isEmpty, "\(source.file) has cases without an example: \(missing.sorted())")
    }

    /// So that no error is left out of errors.txt: a text may only be written in the folder `Failure`.
    @Test func `are not written into a command`() throws {
        let texts = [/ValidationError/, /Failure\(\s*\./, /\.(?:usage|notFound)\(\s*[^.\s]/]
        for path in try SourceFiles.paths(below: "LedgerCommands") where !path.contains("/Failure/") {
            let source = try SourceFiles.text(of: path)
            for text in texts {
                #expect(
                    source.firstMatch(of: text).map { String($0.0) } == nil,
                    "\(path): add a case to UsageError or CommandError"
                )
            }
        }
    }

    @Test(arguments: ["' is no ", "and repeat", "stands in doubt", "knows no", "anew", "gone on with", "nobody "])
    func `do not fall back into the dialect`(phrase: String) throws {
        for file in ["help.txt", "errors.txt"] {
            let lines = try GoldenText(file).recorded().split(separator: "\n").filter { $0.contains(phrase) }
            #expect(lines.isEmpty, "\(file): \(lines)")
        }
    }
}

/// A file with texts as they were reviewed.
private struct GoldenText {
    private let path: String

    init(_ name: String) {
        path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Texts/\(name)").path
    }

    func recorded() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    func compare(_ text: String) throws {
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(path)")
        }
        let before = try recorded().split(separator: "\n", omittingEmptySubsequences: false)
        let difference = text.split(separator: "\n", omittingEmptySubsequences: false).difference(from: before)
        #expect(difference.isEmpty, "RECORD=1 writes it anew: \(difference)")
    }
}

/// The help of every command, one after the other.
private enum HelpPages {
    static var text: String {
        pages(of: Stackledger.self, words: []).joined(separator: "\n\n") + "\n"
    }

    private static func pages(of command: any ParsableCommand.Type, words: [String]) -> [String] {
        let words = words + [command._commandName]
        let help = Stackledger.helpMessage(for: command, columns: 120)
        let title = "== \(words.joined(separator: " "))"
        return ["\(title)\n\(help)"] + command.configuration.subcommands.flatMap { pages(of: $0, words: words) }
    }
}
