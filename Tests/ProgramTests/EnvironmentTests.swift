import Foundation
import Testing

@Suite(.startsPrograms)
struct `A variable` {
    @Test func `of another command's option is left alone`() throws {
        let answer = try Story.sandbox.run(
            ["stacks", "-o", "csv"],
            environment: ["STACKLEDGER_OUTCOME": "failed", "STACKLEDGER_UNKNOWN": "x"]
        )
        #expect(answer.status == 0)
    }

    @Test(arguments: [
        ("STACKLEDGER_OUTPUT", "csv", "history"), ("STACKLEDGER_LIMIT", "1", "history"),
        ("STACKLEDGER_JSON", "true", "stacks"),
        ("STACKLEDGER_AT", "#12", "status"), ("STACKLEDGER_TO", "3", "export"), ("STACKLEDGER_BY", "bob", "history"),
        ("STACKLEDGER_TABLES", "1", "query"),
    ])
    func `does what its option does`(variable: String, value: String, command: String) throws {
        let name = "--" + variable.dropFirst("STACKLEDGER_".count).lowercased()
        let option = ["true", "1"].contains(value) && name != "--limit" ? [name] : [name, value]
        let byOption = try Story.sandbox.run([command] + option)
        let byVariable = try Story.sandbox.run([command], environment: [variable: value])
        #expect(byVariable == byOption && byOption.status == 0, "\(byOption.error)")
        #expect(byVariable != (try Story.sandbox.run(command)))
    }

    @Test func `gives way to the command line`() throws {
        let answer = try Story.sandbox.run(
            ["history", "-n", "2", "-o", "jsonl"],
            environment: ["STACKLEDGER_LIMIT": "1", "STACKLEDGER_OUTPUT": "csv"]
        )
        #expect(answer.lines.count == 2 && answer.output.hasPrefix("{"))
    }

    @Test func `with a wrong value is wrong usage`() throws {
        let answer = try Story.sandbox.run(["history"], environment: ["STACKLEDGER_KIND": "jump"])
        #expect(answer.status == 64 && answer.error.isErrorLine)
    }
}

@Suite(.startsPrograms)
struct `Output` {
    @Test(arguments: ["status", "history", "targets shop/prod", "doctor", "diff shop/prod@v1 shop/prod@v2", "events"])
    func `has no colour off a terminal`(command: String) throws {
        #expect(!(try Story.sandbox.shell("$SL \(command)").output.contains("\u{1B}")))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script makes the terminal"))
    func `has colour on a terminal unless NO_COLOR is set`() throws {
        let line = "script -qec \"$SL history\" /dev/null"
        #expect(try Story.sandbox.shell("TERM=xterm \(line)").output.contains("\u{1B}[32m"))
        #expect(!(try Story.sandbox.shell("TERM=xterm NO_COLOR=1 \(line)").output.contains("\u{1B}")))
        #expect(!(try Story.sandbox.shell("TERM=dumb \(line)").output.contains("\u{1B}")))
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script makes the terminal"),
        arguments: [
            "status", "history", "targets shop/prod", "blame shop/prod", "actions", "revisions", "images", "builds",
            "trace shop/prod", "events", "stages", "stacks", "calls",
        ]
    )
    func `fits a terminal of 80 columns`(command: String) throws {
        let answer = try Story.sandbox.shell("NO_COLOR=1 script -qec \"stty cols 80; $SL \(command)\" /dev/null")
        for line in answer.output.split(whereSeparator: \.isNewline) {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `has completions for each shell`(shell: String) throws {
        let script = try Story.sandbox.succeed("completions", shell)
        #expect(script.output.contains("rollback_targets") || script.output.contains("targets"))
        if FileManager.default.isExecutableFile(atPath: "/bin/\(shell)") {
            let file = try Sandbox().file("script", script.bytes)
            _ = file
            #expect(try Story.sandbox.shell("$SL completions \(shell) | \(shell) -n").status == 0)
        }
    }

    @Test(arguments: ["", "help", "--help", "history --help", "stage add --help", "help ingest"])
    func `of help stands on standard output`(words: String) throws {
        let answer = try Story.sandbox.shell("cd / && $SL \(words)")
        #expect(answer.status == 0 && answer.error == "" && answer.output.contains("USAGE"))
        // The parser breaks everything but its line of usage.
        let lines = answer.lines.filter { !$0.hasPrefix("USAGE") }
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }
}
