import Foundation
import LedgerDomain
import Testing
import LedgerValues

@Suite(.startsPrograms, .enabled(if: Emulator.isThere, "moto is not installed"))
struct `The line for a command in a task` {
    @Test func `is whole, and quoted for a shell`() throws {
        let place = try EmulatedStage()
        let shell = try place.succeed("exec", "shop/dev")
        let line = "aws ecs execute-command --region eu-west-1 --cluster main --task \(place.name)-1 --container api "
        #expect(shell.output == line + "--interactive --command /bin/sh\n")
        #expect(shell.error.contains("\(place.name)-0"))
        let other = try place.succeed("exec", "shop/dev", "--task", "\(place.name)-0", "--", "ls", "it's here", "a b")
        // The shell that reads it, and the one in the container.
        let line2 = other.output.split(separator: "\n").joined()
        let words = try place.sandbox.shell(
            "eval set -- \(line2.shellWord); for word; do last=$word; done; eval set -- \"$last\"; echo \"$1|$2|$3\""
        )
        #expect(words.output == "ls|it's here|a b\n", "\(other.output)")
    }

    @Test func `is refused for tasks that are not set up for it, or not there`() throws {
        let place = try EmulatedStage()
        let container = try place.run("exec", "shop/dev", "--container", "web")
        #expect(container.status == 3 && container.error.contains("has no container 'web', but api"))
        let task = try place.run("exec", "shop/dev", "--task", "none")
        #expect(task.status == 3 && task.error.contains("shop/dev has no running task none"), "\(task.error)")
        try place.emulator.ask("forbid", ["name": .string(place.name), "what": "executable"])
        let disabled = try place.run("exec", "shop/dev")
        #expect(disabled.status == 4 && disabled.error.contains("--enable-execute-command"), "\(disabled.error)")
    }

    /// A program of that name stands for the CLI, which would need its plugin and a real session.
    @Test func `is run when that is asked for`() throws {
        let place = try EmulatedStage()
        let folder = "\(place.sandbox.path)/bin"
        let script = #"#!/bin/sh\necho "$@"\nexit 42\n"#
        _ = try place.sandbox.shell("mkdir \(folder); printf '\(script)' > \(folder)/aws; chmod +x \(folder)/aws")
        let answer = try place.sandbox.run(
            ["exec", "shop/dev", "--run", "--", "date"],
            environment: place.environment.merging(["PATH": "\(folder):/usr/bin:/bin"]) { $1 }
        )
        #expect(answer.status == 42 && answer.output.hasSuffix("--interactive --command date\n"), "\(answer.error)")
    }

    @Test func `is run with AWS's variables, without the sealing key, and with no signal ignored`() throws {
        let place = try EmulatedStage()
        let folder = "\(place.sandbox.path)/bin"
        let script = #"#!/bin/sh\nenv; sed -n "s/SigIgn:.//p" /proc/self/status\n"#
        _ = try place.sandbox.shell("mkdir \(folder); printf '\(script)' > \(folder)/aws; chmod +x \(folder)/aws")
        let own = ["PATH": "\(folder):/usr/bin:/bin", "STACKLEDGER_SEAL_KEY": Secret.key("0a")]
        let answer = try place.sandbox.run(
            ["exec", "shop/dev", "--run"],
            environment: place.environment.merging(own) { $1 }
        )
        #expect(answer.status == 0 && answer.output.contains("AWS_"), "\(answer.error)")
        #expect(!answer.output.contains("STACKLEDGER_SEAL_KEY"))
        let ignored = try #require(answer.lines.last.flatMap { UInt64($0, radix: 16) })
        for number in [SIGPIPE, SIGXFSZ] { #expect(ignored & 1 << UInt64(number - 1) == 0) }
    }
}

extension String {
    /// In single quotes.
    fileprivate var shellWord: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
