import LedgerLog
import Testing

struct `An allow list` {
    private func list(_ lines: String...) throws -> SealAllowList {
        try SealAllowList(text: lines.joined(separator: "\n"))
    }

    @Test func `allows paths that match a pattern`() throws {
        let list = try list(
            "# ours",
            "",
            " dockerLabels.com.example.build-id  # a build",
            "command",
            "entryPoint[1]",
            "logConfiguration.options.*-token",
            "settings.a?c",
            "labels*"
        )
        let allowed = [
            "dockerLabels.com.example.build-id", "DockerLabels.com.example.build-id", "command[0]", "Command[17]",
            "command", "entryPoint[1]", "logConfiguration.options.x-token", "settings.abc", "labels.any.thing",
        ]
        for name in allowed { #expect(list.allows(name), "\(name)") }
        let others = [
            "dockerLabels.com.example.build-id2", "dockerLabels", "entryPoint[11]", "entryPoint[2]", "settings.abbc",
            "logConfiguration.options.x-token2", "healthCheck.command[0]", "settings", "",
        ]
        for name in others { #expect(!list.allows(name), "\(name)") }
        #expect(try !SealAllowList(text: "").allows("command"))
    }

    @Test(arguments: [
        "environment", "environment.X", "*", "comand", "dockerLabel.x", "command dockerLabels", "DB_PASSWORD", "?",
        "e*", "commands", "\u{0}",
    ])
    func `has no pattern for anything else, especially not environments`(line: String) {
        #expect(throws: InvalidAllowListLine(line: 3)) { try SealAllowList(text: "command\n# x\n\(line)\n") }
    }
}
