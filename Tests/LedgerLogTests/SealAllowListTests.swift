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

    @Test func `with many stars ends`() throws {
        let list = try list("command" + String(repeating: "*a", count: 30) + "*b")
        #expect(!list.allows("command" + String(repeating: "a", count: 2_000)))
        #expect(list.allows("command" + String(repeating: "a", count: 2_000) + "b"))
        #expect(try self.list("command*x?z*").allows("command.xx.xyz"))
    }

    @Test func `allows any member of a task definition that is searched`() throws {
        let list = try list("user", "tags.build-*", "proxyConfiguration.properties.X")
        for name in ["user", "tags.build-id", "proxyConfiguration.properties.x"] { #expect(list.allows(name)) }
    }

    @Test(arguments: [
        "environment", "environment.X", "*", "comand", "dockerLabel.x", "command dockerLabels", "DB_PASSWORD", "?",
        "e*", "commands", "\u{0}", "environmentFiles", "image", "name",
    ])
    func `has no pattern for anything else, especially not environments`(line: String) {
        #expect(throws: InvalidAllowListLine(line: 3)) { try SealAllowList(text: "command\n# x\n\(line)\n") }
    }
}
