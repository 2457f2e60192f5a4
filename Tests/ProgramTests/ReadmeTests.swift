import Foundation
import LedgerDomain
import LedgerTesting
import LedgerValues
import Testing
import LedgerValues

/// What the documents tell people to type is run as it is written.
@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `The README` {
    /// In order from an empty directory, with AWS as the README describes it; `make` is another test's.
    @Test func `has commands that work, and answers its questions`() throws {
        let readme = try Document("README.md")
        let commands = readme.blocks("sh").flatMap(Document.commands).filter { !$0.contains("make ") }
        #expect(commands.contains { $0.hasPrefix("stackledger rollback ") }, "\(commands)")
        let questions = readme.codeInTables.filter { $0.hasPrefix("stackledger ") }
        #expect(questions.count > 5, "\(questions)")

        let reader = try Reader()
        for command in commands { reader.type(command) }
        for question in questions { reader.type(question, allowing: question.contains(" diff ") ? [0, 1] : [0]) }
        // Prod is back where it was before the last promotion.
        let prod = try reader.sandbox.column("kind", of: "history", "shop/prod")
        #expect(prod == ["rollback", "promote", "promote", "observed"])
        #expect(try reader.sandbox.column("runningVersion", of: "status", "shop") == [.integer(2), .integer(3)])
    }

    @Test func `is short, and names every command`() throws {
        let readme = try Document("README.md")
        #expect(readme.lines.count <= 150)
        let help = try Sandbox().succeed("--help").output
        let commands = help.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("  "), !line.hasPrefix("   "), let word = line.split(separator: " ").first else {
                return nil
            }
            return word.allSatisfy(\.isLowercase) ? String(word) : nil
        }
        #expect(commands.count > 30, "\(help)")
        for command in commands where command != "stackledger" {
            #expect(readme.text.contains("`\(command)") || readme.text.contains("stackledger \(command)"), "\(command)")
        }
    }
}

/// Somebody who has the program and AWS, and types what the README says.
private struct Reader {
    let sandbox: Sandbox
    private let environment: [String: String]

    /// AWS has what the README says that it has.
    init() throws {
        let emulator = try Emulator.shared.get()
        try emulator.ask("images", ["name": "shop", "tags": ["1.8.0", "1.9.0"]])
        for service in ["shop-dev", "shop-prod"] {
            let container: JSONValue = [
                "name": "shop", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:1.7.0", "memory": 64,
                "environment": [["name": "BASKET", "value": "old"]],
            ]
            try emulator.ask("place", ["name": .string(service), "container": container, "desired": 2])
        }
        sandbox = try Sandbox()
        environment = Emulator.environment(emulator.url).merging(["STACKLEDGER_POLL": "0s"]) { $1 }
    }

    func type(_ command: String, allowing statuses: Set<Int32> = [0]) {
        do {
            let answer = try sandbox.bash(command, environment: environment)
            #expect(statuses.contains(answer.status), "\(command)\n\(answer.output)\(answer.error)")
        } catch { Issue.record("\(command): \(error)") }
    }
}
