import Foundation
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Testing

/// Whoever can record an event chooses what others read, and what they copy.
@Suite(.startsPrograms)
struct `What an event says` {
    private static let evil = "shop:3; touch pwned; #\u{1B}[31m\u{9B}2J\nundo: touch pwned\u{202E}\u{2028}=1+1"

    private static func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox.withShop()
        let requested: JSONValue = [
            "type": "deployment.requested", "subject": "stage/shop/dev",
            "data": [
                "kind": "deploy", "revision": "shop:4", "commit": .string("=1+1\u{202E}"), "reason": .string(evil),
                "changes": ["running": .string(evil)],
            ],
        ]
        try sandbox.record([
            CanonicalJSON.text(requested),
            #"{"type":"deployment.started","subject":"stage/shop/dev","data":{"revision":"shop:4"}}"#,
            #"{"type":"deployment.succeeded","subject":"stage/shop/dev"}"#,
        ])
        return sandbox
    }

    @Test func `is one quoted word of the command that undoes it`() throws {
        let sandbox = try Self.sandbox()
        let answer = try sandbox.run("wait", "shop/dev")
        let undo = try #require(answer.lines.first { $0.hasPrefix("undo: ") }, "\(answer)")
        #expect(undo.hasPrefix("undo: stackledger rollback shop/dev 'shop:3; touch pwned; #"))
        #expect(answer.lines.filter { $0.hasPrefix("undo: ") }.count == 1)
        _ = try sandbox.bash(String(undo.dropFirst("undo: ".count)))
        #expect(!FileManager.default.fileExists(atPath: "\(sandbox.path)/pwned"))
    }

    @Test func `reaches no terminal, no line of its own and no spreadsheet, and is exported as it is`() throws {
        let sandbox = try Self.sandbox()
        let commands = [
            ["history", "shop/dev"], ["show", "shop/dev"], ["show", "#6"], ["status"], ["events"],
            ["trace", "shop/dev@v1"],
            ["query", "SELECT reason, \"commit\" FROM deployments"], ["blame", "shop/dev"], ["targets", "shop/dev"],
            ["rollback", "shop/dev", Self.evil], ["wait", Self.evil], ["show", Self.evil],
        ]
        for command in commands {
            for format in ["table", "json", "jsonl", "csv"] {
                let answer = try sandbox.run(command + ["-o", format])
                for text in [answer.output, answer.error] {
                    let raw = text.unicodeScalars.filter {
                        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E
                            || $0.value == 0x2028
                    }
                    #expect(raw.isEmpty, "\(command) \(format)")
                    #expect(!text.contains("\nundo: touch"), "\(command) \(format): \(text)")
                    #expect(format != "csv" || !text.contains(/[\n,]=/), "\(command): \(text)")
                }
            }
        }
        #expect(try sandbox.succeed("export").output.contains("\u{9B}2J"))
    }
}
