import Foundation
import LedgerDomain
import LedgerValues
import TestThreads

/// The Python for the oracles: the one that `Tests/setup.sh` installed, else the system's.
enum Python {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A program of that Python, or of the system.
    static func program(_ name: String) -> String {
        let own = package.appendingPathComponent(".build/python/bin/\(name)").path
        return FileManager.default.isExecutableFile(atPath: own) ? own : name
    }

    static let hasBotocore = has("botocore")
    static let hasMoto = has("moto.server", "awscli")

    private static func has(_ modules: String...) -> Bool {
        (try? run([program("python3"), "-c", "import \(modules.joined(separator: ", "))"]))?.status == 0
    }

    /// The answer of a script in `Oracle` to `question`.
    static func ask(_ script: String, _ question: JSONValue = .null) throws -> JSONValue {
        StartsPrograms.expect()
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/\(script).py").path
        let answer = try run([program("python3"), file], input: CanonicalJSON.bytes(question))
        guard answer.status == 0 else { throw OracleError.failed(script, status: answer.status) }
        return try JSONReader.value(answer.output, numbers: .fractionsAsText)
    }

    enum OracleError: Error {
        case failed(String, status: Int32)
    }

    /// Standard input and output are files, so that no pipe can block.
    static func run(
        _ words: [String],
        input: [UInt8] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> (status: Int32, output: [UInt8]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (question, answer) = (folder.appendingPathComponent("0"), folder.appendingPathComponent("1"))
        try Data(input).write(to: question)
        try Data().write(to: answer)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = environment
        process.standardInput = try FileHandle(forReadingFrom: question)
        process.standardOutput = try FileHandle(forWritingTo: answer)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, Array(try Data(contentsOf: answer)))
    }
}
