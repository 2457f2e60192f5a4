import Foundation
import LedgerDomain
import LedgerValues
import Synchronization

/// A Python script of `Tests/Emulator` that answers each line of JSON with another.
///
/// It ends when its standard input does, so it never outlives this process.
final class Conversation: Sendable {
    /// What the script says before it is asked anything.
    let greeting: String
    private let process: Process
    private let ends: Mutex<(questions: FileHandle, answers: FileHandle)>

    /// Some scripts begin with a line of their own accord.
    init(with script: String, environment: [String: String] = [:], hasGreeting: Bool = false) throws {
        let (input, output) = (Pipe(), Pipe())
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [Python.program("python3"), Python.package + "/Tests/Emulator/\(script)"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answers = output.fileHandleForReading
        greeting = hasGreeting ? String(decoding: Self.line(from: answers).dropLast(), as: UTF8.self) : ""
        ends = Mutex((input.fileHandleForWriting, answers))
    }

    func ask(_ question: JSONValue) throws -> JSONValue {
        let question = Data(CanonicalJSON.bytes(question) + [UInt8(ascii: "\n")])
        let answer = try ends.withLock { ends in
            try ends.questions.write(contentsOf: question)
            return Self.line(from: ends.answers)
        }
        return try JSONReader.value(answer, numbers: .fractionsAsText)
    }

    /// With its line feed, unless the script has ended.
    private static func line(from answers: FileHandle) -> [UInt8] {
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            let part = answers.availableData
            guard !part.isEmpty else { break }
            line += part
        }
        return line
    }
}

/// The Python that `Tests/setup.sh` made, or the system's.
enum Python {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func program(_ name: String) -> String {
        let own = "\(package)/.build/python/bin/\(name)"
        return FileManager.default.isExecutableFile(atPath: own) ? own : name
    }
}
