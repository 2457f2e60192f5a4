import Foundation
import LedgerDomain
import LedgerTesting
import Testing
import LedgerValues

/// Events with and without something to seal.
enum Secret {
    /// A revision whose container has these environment values.
    static func revision(_ number: Int, _ environment: [String: String], _ more: JSONObject = [:]) -> String {
        var container = more
        container["name"] = "api"
        container["environment"] = .array(
            environment.sorted { $0.key < $1.key }.map { ["name": .string($0.key), "value": .string($0.value)] }
        )
        return Event.revision("shop-dev", number, ["family": "shop-dev", "containerDefinitions": [.object(container)]])
    }

    static func key(_ digits: String) -> String { String(repeating: digits, count: 64 / digits.utf8.count) }

    static func bytes(_ events: String...) -> [UInt8] { Array(events.joined(separator: "\n").utf8) }
}

@Suite(.startsPrograms)
struct `The sealing key` {
    private static let variable = "STACKLEDGER_SEAL_KEY"
    private static let command = "STACKLEDGER_SEAL_KEY_COMMAND"
    private let record = ["record", "-"]
    private let revision = Secret.bytes(Secret.revision(1, ["TOKEN": "x"]))

    private func source(_ sandbox: Sandbox, _ environment: [String: String]) throws -> String {
        let answer = try sandbox.run(["doctor", "-o", "csv"], environment: environment)
        return answer.lines.first { $0.hasPrefix("sealing key") } ?? answer.error
    }

    @Test func `comes from the variable, else the command, else the file`() throws {
        let sandbox = try Sandbox.withShop()
        let both = [Self.variable: Secret.key("0a"), Self.command: "echo \(Secret.key("1b"))"]
        #expect(try source(sandbox, both).contains("from STACKLEDGER_SEAL_KEY;"))
        #expect(
            try source(sandbox, [Self.command: "echo \(Secret.key("1b"))"]).contains(
                "from STACKLEDGER_SEAL_KEY_COMMAND;"
            )
        )
        #expect(try source(sandbox, [:]).contains("/.stackledger/keys/seal.key;"))
        #expect(try sandbox.run(record, input: revision, environment: both).status == 0)
        #expect(try source(sandbox, both).contains("it opens #5"))
        #expect(try source(sandbox, [:]).contains("which is not here"))
    }

    /// What each command ends with; `MARKER` stands for what nobody may see.
    private static let commands = [
        ("echo MARKER >&2; echo MARKER; exit 3", "ended with status 3"), ("no-such-command-MARKER", "was not found"),
        ("echo MARKER; kill -9 $$", "was ended by signal 9"), ("echo MARKER", "not a sealing key"),
        ("true", "not a sealing key"), ("yes MARKER", "printed more than a key"),
        ("sleep 600 & echo $! > pid; sleep 600", "did not end within 10 seconds"),
    ]

    @Test(arguments: commands.indices)
    func `that a command does not print is told in one line, without what it said`(row: Int) throws {
        let (command, words) = Self.commands[row]
        let sandbox = try Sandbox.withShop()
        let answer = try sandbox.refuse(record, input: revision, environment: [Self.command: command], with: 1, words)
        #expect(!answer.error.contains("MARKER"))
        guard let text = try? String(contentsOfFile: "\(sandbox.path)/pid", encoding: .utf8) else { return }
        // Gone, or dead and not yet waited for by whoever inherited it; a signal takes a moment on a busy machine.
        var state: String?
        for _ in 1...100 {
            state = try? String(contentsOfFile: "/proc/\(text.filter(\.isNumber))/stat", encoding: .utf8)
            guard let state, !state.contains(") Z ") else { return }
            usleep(100_000)
        }
        Issue.record("it goes on: \(state ?? "")")
    }

    @Test func `of a command that goes on in the background is read all the same`() throws {
        let sandbox = try Sandbox.withShop()
        let command = "echo \(Secret.key("2c")); sleep 600 &"
        #expect(try sandbox.run(record, input: revision, environment: [Self.command: command]).status == 0)
    }

    @Test(arguments: [
        ["status"], ["stack", "create", "x"], ["export"], ["events"], ["blame", "shop/dev"], ["show", "#1"],
    ])
    func `is not asked for without need`(arguments: [String]) throws {
        let sandbox = try Sandbox.withShop()
        let environment = [Self.command: "touch asked; exit 1"]
        _ = try sandbox.run(arguments, environment: environment)
        #expect(!FileManager.default.fileExists(atPath: "\(sandbox.path)/asked"))
        _ = try sandbox.run(record, input: revision, environment: environment)
        #expect(FileManager.default.fileExists(atPath: "\(sandbox.path)/asked"))
    }

    @Test(arguments: ["", "xyz", "0a", Secret.key("0a") + "0a", Secret.key("0a") + " 1b", "\u{FF}"])
    func `is 64 digits, or is refused`(text: String) throws {
        let sandbox = try Sandbox.withShop()
        _ = try sandbox.file(".stackledger/keys/seal.key", Array(text.utf8))
        try sandbox.refuse(record, input: revision, with: 1, "not a sealing key")
        guard !text.isEmpty else { return }
        try sandbox.refuse(record, input: revision, environment: [Self.variable: text], with: 1, "not a sealing key")
    }

    @Test func `is a file of its owner alone`() throws {
        let sandbox = try Sandbox.withShop()
        let path = "\(sandbox.ledger)/keys"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
        for mode: mode_t in [0o640, 0o604] {
            chmod("\(path)/seal.key", mode)
            try sandbox.refuse(record, input: revision, with: 1, "others may read it. hint: chmod 600 it")
        }
        chmod("\(path)/seal.key", 0o620)
        try sandbox.refuse(record, input: revision, with: 1, "others may write to \(path)/seal.key")
        chmod("\(path)/seal.key", 0o600)
        #expect(try sandbox.run(record, input: revision).status == 0)
    }
}
