import Foundation
import LedgerDomain
import Testing
import LedgerValues

/// AWS as `Tests/Emulator/aws.py` plays it: one process for all tests, each of which has a stage of its own there.
final class Emulator: Sendable {
    static let shared = Result { try Emulator() }

    /// Whether there is a Python with moto and the AWS CLI.
    static let isThere: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [Python.program("python3"), "-c", "import awscli, moto.server"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    let url: String
    /// Of the images in the repository `shop`, by tag.
    let digests: [String: String]
    private let aws: Conversation
    private let commandLine: Conversation

    private init() throws {
        aws = try Conversation(with: "aws.py", hasGreeting: true)
        url = "http://127.0.0.1:\(try #require(Int(aws.greeting), "the emulator did not start"))"
        let environment = Self.environment(url).merging(["AWS_DEFAULT_OUTPUT": "json"]) { $1 }
        commandLine = try Conversation(with: "cli.py", environment: environment)
        let tags: JSONObject = ["ask": "images", "tags": ["v1", "v2", "v3", "v4"]]
        digests = try aws.ask(.object(tags)).object?.members.reduce(into: [:]) { $0[$1.key] = $1.value.string } ?? [:]
    }

    @discardableResult
    func ask(_ what: String, _ members: JSONObject) throws -> JSONValue {
        var question = members
        question["ask"] = .string(what)
        return try aws.ask(.object(question))
    }

    /// What the AWS CLI answers: another program's eyes.
    func cli(_ words: String...) throws -> JSONValue { try cli(words) }

    func cli(_ words: [String]) throws -> JSONValue {
        try JSONReader.value(Array(output(of: words).utf8), numbers: .fractionsAsText)
    }

    /// Has the AWS CLI change something that it says nothing of: another program's hands.
    func change(_ words: String...) throws { _ = try output(of: words) }

    private func output(of words: [String]) throws -> String {
        // It would keep to the region that it was told last.
        let region = words.contains("--region") ? [] : ["--region", "eu-west-1"]
        let answer = try commandLine.ask(.array((words + region).map { .string($0) }))
        #expect(answer["status"] == 0, "\(answer["error"]?.string ?? "the AWS CLI has ended")")
        return answer["output"]?.string ?? ""
    }

    static func environment(_ url: String) -> [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]
    }
}
