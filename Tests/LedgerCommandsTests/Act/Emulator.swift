import Foundation
import LedgerDomain
import Synchronization
import Testing
import LedgerValues

/// AWS as `Tests/Emulator/aws.py` plays it: one process for all tests, each of which has a stage of its own there.
///
/// It ends when its standard input does, so it never outlives this process.
final class Emulator: Sendable {
    static let shared = Result { try Emulator() }

    /// Whether there is a Python with moto: the one that `Tests/setup.sh` made, or the system's.
    static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program("python3"), "-c", "import awscli, moto.server"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    let url: String
    /// Of the images in the repository `shop`, by tag.
    let digests: [String: String]
    private let process: Process
    private let conversation: Mutex<(questions: FileHandle, answers: FileHandle)>

    private init() throws {
        let (input, output) = (Pipe(), Pipe())
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            Self.program("python3"), Self.package.appendingPathComponent("Tests/Emulator/aws.py").path,
        ]
        (process.standardInput, process.standardOutput) = (input, output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answers = output.fileHandleForReading
        url = "http://127.0.0.1:\(try #require(Int(Self.line(from: answers)), "the emulator did not start"))"
        let tags: JSONObject = ["ask": "images", "tags": ["v1", "v2", "v3", "v4"]]
        digests =
            try Self.ask(.object(tags), input.fileHandleForWriting, answers).object?.members
            .reduce(into: [:]) { $0[$1.key] = $1.value.string } ?? [:]
        conversation = Mutex((input.fileHandleForWriting, answers))
    }

    @discardableResult
    func ask(_ what: String, _ members: JSONObject) throws -> JSONValue {
        var question = members
        question["ask"] = .string(what)
        let asked = JSONValue.object(question)
        return try conversation.withLock { try Self.ask(asked, $0.questions, $0.answers) }
    }

    /// What the AWS CLI answers: another program's eyes.
    func cli(_ words: String...) throws -> JSONValue { try cli(words) }

    func cli(_ words: [String]) throws -> JSONValue {
        try JSONReader.value(try answer(words), numbers: .fractionsAsText)
    }

    /// Has the AWS CLI change something that it says nothing of: another program's hands.
    func change(_ words: String...) throws { _ = try answer(words) }

    private func answer(_ words: [String]) throws -> [UInt8] {
        let environment = Self.environment(url).merging(["AWS_DEFAULT_OUTPUT": "json"]) { $1 }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let home = ProcessInfo.processInfo.environment["HOME"] ?? "/"
        let answer = try RunningProgram(
            [Self.program("aws")] + words,
            environment: environment.merging(["PATH": path, "HOME": home]) { $1 },
            workingDirectory: "/"
        ).answer()
        #expect(answer.status == 0, "\(answer.error)")
        return answer.bytes
    }

    static func environment(_ url: String) -> [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]
    }

    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func program(_ name: String) -> String {
        let own = package.appendingPathComponent(".build/python/bin/\(name)").path
        return FileManager.default.isExecutableFile(atPath: own) ? own : name
    }

    private static func ask(
        _ question: JSONValue,
        _ questions: FileHandle,
        _ answers: FileHandle
    ) throws -> JSONValue {
        try questions.write(contentsOf: Data(CanonicalJSON.bytes(question) + [10]))
        return try JSONReader.value(Array(line(from: answers).utf8), numbers: .fractionsAsText)
    }

    private static func line(from answers: FileHandle) throws -> String {
        var line: [UInt8] = []
        while let byte = try answers.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
