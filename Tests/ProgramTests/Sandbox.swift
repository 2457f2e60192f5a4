import Foundation
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSQLite
import LedgerTesting
import Testing
import LedgerValues

/// A directory to run the program in, with nothing of the user's around it.
///
/// The ledger is `.stackledger` in it, found as a user's is.
struct Sandbox {
    private let directory: TemporaryDirectory
    var path: String { directory.path }
    var ledger: String { "\(path)/.stackledger" }

    init() throws {
        directory = try TemporaryDirectory()
    }

    static func withLedger() throws -> Sandbox {
        let sandbox = try Sandbox()
        try sandbox.succeed("init")
        return sandbox
    }

    /// With the stack `shop` and its stages `dev`, `staging` and `prod`, the last with approval.
    static func withShop() throws -> Sandbox {
        let sandbox = try withLedger()
        try sandbox.record([
            Event.stack("shop"), Event.stage("shop/dev"), Event.stage("shop/staging"),
            Event.stage("shop/prod", approval: "manual"),
        ])
        return sandbox
    }

    /// Environment without any of the program's own variables.
    private var environment: [String: String] {
        [
            "HOME": path, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "Pacific/Auckland",
            "SWIFT_BACKTRACE": "enable=no",
        ]
    }

    func start(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        at workingDirectory: String? = nil
    ) throws -> RunningProgram {
        try RunningProgram(
            [RunningProgram.path] + arguments,
            input: input,
            environment: self.environment.merging(environment) { $1 },
            workingDirectory: workingDirectory ?? path
        )
    }

    func run(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        at workingDirectory: String? = nil
    ) throws -> Answer {
        try start(arguments, input: input, environment: environment, at: workingDirectory).answer()
    }

    func run(_ arguments: String...) throws -> Answer { try run(arguments) }

    /// Runs a line of shell in which `$SL` is the program.
    func shell(_ line: String) throws -> Answer {
        try RunningProgram(
            ["/bin/sh", "-c", line],
            environment: environment.merging(["SL": RunningProgram.path]) { $1 },
            workingDirectory: path
        ).answer()
    }

    /// Runs a script of bash in which `stackledger` is the program.
    func bash(_ script: String, environment: [String: String] = [:]) throws -> Answer {
        let folder = URL(fileURLWithPath: RunningProgram.path).deletingLastPathComponent().path
        let path = "\(folder):\(self.environment["PATH"] ?? "")"
        return try RunningProgram(
            ["bash", "-c", script],
            environment: self.environment.merging(environment) { $1 }.merging(["PATH": path]) { $1 },
            workingDirectory: self.path
        ).answer()
    }

    @discardableResult
    func succeed(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Answer {
        let answer = try run(arguments)
        #expect(answer.status == 0, "\(arguments): \(answer.error)", sourceLocation: sourceLocation)
        return answer
    }

    /// What a command answers as JSON.
    func json(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
        let answer = try run(arguments + ["-o", "json"])
        #expect(answer.status <= 1 && answer.error.isEmpty, "\(answer.error)", sourceLocation: sourceLocation)
        return try JSONReader.value(answer.bytes)
    }

    /// One column of a list.
    func column(
        _ name: String,
        of arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [JSONValue] {
        let answer = try run(arguments + ["-o", "json"])
        #expect(answer.status <= 1, "\(answer.error)", sourceLocation: sourceLocation)
        return try JSONReader.value(answer.bytes).array?.map { $0[name] ?? .null } ?? []
    }

    /// Records events, each a line.
    @discardableResult
    func record(
        _ events: [String],
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let answer = try propose(events, arguments)
        #expect(answer.status == 0, "\(answer.error)", sourceLocation: sourceLocation)
        return answer
    }

    /// Writes events as the program itself does: also those that `record` refuses.
    func write(_ events: [String]) throws {
        let clock: @Sendable () -> Timestamp = {
            Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
        }
        let log = try SQLiteEventLog.open(at: ledger, clock: clock)
        let key = try String(contentsOfFile: "\(ledger)/keys/seal.key", encoding: .utf8)
        let ring = try #require(SealingKeyRing(text: key))
        let recorder = Recorder(
            log: log,
            gate: SealingGate(ring),
            clock: clock,
            makeID: { UniqueID(high: 0x0193_0000_0000_7000, low: .random(in: 0x8000_0000_0000_0000 ... .max)) }
        )
        let proposals = try events.map { try Proposal(json: JSONReader.value(Array($0.utf8))) }
        _ = try recorder.record(proposals, by: "ana", as: .processor(ActKeys(ring, ledger: log.ledger)))
    }

    func propose(_ events: [String], _ arguments: [String] = []) throws -> Answer {
        try run(["record", "-"] + arguments, input: Array(events.map { $0 + "\n" }.joined().utf8))
    }

    /// Writes a file and returns its path.
    @discardableResult
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

// MARK: - The ledger itself

extension Sandbox {
    func log() throws -> SQLiteEventLog { try SQLiteEventLog.openForReading(at: ledger) }

    /// How many events there are; a test that ends with it has also had each of them checked against its schema.
    func checkedSize(sourceLocation: SourceLocation = #_sourceLocation) throws -> Int {
        let log = try log()
        do { try EventSchemas.checkAll(in: log) } catch {
            Issue.record("\(error)", sourceLocation: sourceLocation)
        }
        return try log.head().size
    }

    /// Expects a refusal: the exit code, one line with a hint, nothing on standard output, nothing changed.
    @discardableResult
    func refuse(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        with status: Int32,
        _ words: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let before = try? log().head()
        let answer = try run(arguments, input: input, environment: environment)
        #expect(answer.status == status, "\(arguments): \(answer.error)", sourceLocation: sourceLocation)
        #expect(answer.output == "", sourceLocation: sourceLocation)
        #expect(answer.error.isErrorLine, "\(answer.error)", sourceLocation: sourceLocation)
        #expect(
            words.isEmpty || answer.error.contains(words),
            "\(words) is not in \(answer.error)",
            sourceLocation: sourceLocation
        )
        let after = try? log().head()
        #expect(after == before, sourceLocation: sourceLocation)
        return answer
    }

    @discardableResult
    func refuse(
        record events: [String],
        with status: Int32,
        _ words: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Answer {
        let input = Array(events.map { $0 + "\n" }.joined().utf8)
        return try refuse(["record", "-"], input: input, with: status, words, sourceLocation: sourceLocation)
    }
}

extension String {
    /// `error: what. hint: what to do`, and nothing else.
    var isErrorLine: Bool {
        hasPrefix("error: ") && hasSuffix("\n") && split(separator: "\n").count == 1 && contains(" hint: ")
            && unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}

extension Sandbox {
    /// Changes the log's database behind the program's back.
    func edit(_ sql: String) throws {
        try SQLiteConnection(path: "\(ledger)/log.db", mode: .readWrite).execute(sql)
    }

    /// Everything that is in the ledger's directory.
    func allBytes() throws -> [String: [UInt8]] {
        let names = FileManager.default.enumerator(atPath: ledger)?.compactMap { $0 as? String } ?? []
        return names.reduce(into: [:]) { files, name in
            files[name] = FileManager.default.contents(atPath: "\(ledger)/\(name)").map { Array($0) }
        }
    }
}
