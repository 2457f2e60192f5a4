import Foundation
import LedgerAWS
import LedgerDomain
import Testing
import LedgerValues

/// A moto server with a stage: an AWS emulator over real HTTP.
///
/// It ends when its standard input closes, so it never outlives this process.
final class MotoServer: Sendable {
    static let shared = Result { try MotoServer() }

    let endpoint: Endpoint
    /// The names that the emulator assigned.
    let stage: JSONObject
    private let process: Process
    private let input = Pipe()

    private init() throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/moto_server.py").path
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [Python.program("python3"), script]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        let port = try #require(Int(String(decoding: line, as: UTF8.self)), "moto did not start")
        endpoint = Endpoint(.http, "127.0.0.1", port: port)
        stage = try #require(try Python.ask("stage", .string("http://127.0.0.1:\(port)")).object)
    }

    var url: String { "http://\(endpoint.authority)" }

    func client(_ credentials: AWSCredentials = .example) -> AWSClient {
        let settings = AWSSettings(environment: ["AWS_ENDPOINT_URL": url])
        return AWSClient(
            settings: settings,
            region: "eu-central-1",
            credentials: FixedCredentials(credentials),
            transport: settings.transport,
            clock: .system,
            retry: .none
        )
    }

    /// The output of the AWS CLI, as an independent check.
    func cli(_ words: String...) throws -> JSONValue {
        let environment = [
            "AWS_ENDPOINT_URL": url, "AWS_DEFAULT_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_OUTPUT": "json", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]
        let answer = try Python.run(
            [Python.program("aws")] + words,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }
        )
        return try JSONReader.value(answer.output, numbers: .fractionsAsText)
    }

    /// Turns signature checks on or off.
    func checkSignatures(_ isOn: Bool) async throws {
        let body = Array((isOn ? "0" : "inf").utf8)
        let headers = [NameValue("Content-Type", "text/plain")]
        let request = HTTPRequest(.post, endpoint, path: "/moto-api/reset-auth", headers: headers, body: body)
        _ = try await AWSSettings(environment: [:]).transport.exchange(request)
    }
}

extension ServerClock {
    static var system: ServerClock {
        ServerClock { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
    }
}
