import Foundation
import LedgerTesting
import Testing

@testable import LedgerCommands

extension ErrorExamples {
    /// A closed enum of errors, in the file that declares it.
    struct Source: CustomTestStringConvertible, Sendable {
        let name: String
        let file: String
        let exampleNames: Set<String>

        init<Value>(_ name: String? = nil, in file: String, _ examples: [Value], others: Set<String> = []) {
            self.name = name ?? String(file.split(separator: "/").last?.dropLast(".swift".count) ?? "")
            self.file = file
            exampleNames = others.union(examples.map(Self.caseName))
        }

        /// A value may describe itself in other words than its case's name.
        private static func caseName(of value: some Any) -> String {
            Mirror(reflecting: value).children.first?.label ?? String(describing: value)
        }

        var testDescription: String { name }

        /// The names of the enum's cases, without those of enums inside it: they are indented further.
        func cases() throws -> Set<String> {
            let text = try SourceFiles.text(of: file)
            guard let start = text.range(of: "enum \(name)") else { return ["\(name) is not in \(file)"] }
            let indent =
                text[..<start.lowerBound].split(separator: "\n", omittingEmptySubsequences: false).last
                .map { $0.prefix { $0 == " " } } ?? ""
            let body = text[start.upperBound...].components(separatedBy: "\n\(indent)}")[0]
            let lines = body.split(separator: "\n").filter { !$0.hasPrefix("\(indent)     ") }
            return Set(lines.compactMap { $0.firstMatch(of: /^ *(?:indirect )?case (\w+)/).map { String($0.1) } })
        }
    }

    static let sources = [
        Source(in: "LedgerCommands/Failure/UsageError.swift", usage),
        Source(in: "LedgerCommands/Failure/CommandError.swift", commands),
        Source(in: "LedgerOperations/Ledger/InputError.swift", input),
        Source("MissingThing", in: "LedgerOperations/Ledger/InputError.swift", missing),
        Source(in: "LedgerOperations/Ledger/Refusal.swift", refusals),
        Source(in: "LedgerOperations/Ledger/KeyFileError.swift", keys),
        Source(in: "LedgerOperations/Ledger/ProvingError.swift", proving),
        Source(in: "LedgerOperations/Ledger/KeepingError.swift", keeping),
        Source("ReplayFault", in: "LedgerOperations/Ledger/KeepingError.swift", replayFaults),
        Source(in: "LedgerOperations/Ledger/OperationError.swift", others, others: withExamplesOfTheirOwn),
        Source(in: "LedgerDomain/Rejection.swift", rejections),
        Source(in: "LedgerDomain/Process/CloudError.swift", clouds),
        Source(in: "LedgerLog/EventLogError.swift", logs),
        Source("Discontinuity", in: "LedgerLog/EventLogError.swift", discontinuities),
        Source(in: "LedgerLog/Sealing/SealingError.swift", sealing),
        Source("SealCommandFault", in: "LedgerLog/Sealing/SealingError.swift", commandFaults),
        Source(in: "LedgerViews/ViewError.swift", views),
    ]

    /// Cases of `OperationError` that hold another of these enums.
    private static let withExamplesOfTheirOwn: Set = [
        "input", "missing", "rejected", "log", "views", "sealing", "unsealing", "keys", "cloud", "refused",
        "unfinished", "proving", "keeping",
    ]
}

/// The sources of the program, as text.
enum SourceFiles {
    private static let folder = {
        var url = URL(filePath: #filePath)
        for _ in 1...4 { url.deleteLastPathComponent() }
        return url.appending(path: "Sources")
    }()

    static func text(of path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// The paths of the Swift files below a folder.
    static func paths(below path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: path).path)
            .filter { $0.hasSuffix(".swift") }.map { "\(path)/\($0)" }.sorted()
    }
}
