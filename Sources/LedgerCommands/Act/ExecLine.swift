import LedgerValues
import Glibc
import LedgerSystem

/// The command line that opens a shell, or runs something, in a task's container.
struct ExecLine {
    let region, cluster, task, container: String
    /// Words; none for a shell.
    let command: [String]

    /// As a shell reads it.
    var text: String { words.map(\.shellQuoted).joined(separator: " ") }

    /// What runs in the container is one word of it, which is split there again as a shell does.
    private var words: [String] {
        let inside = command.isEmpty ? "/bin/sh" : command.map(\.shellQuoted).joined(separator: " ")
        return [
            "aws", "ecs", "execute-command", "--region", region, "--cluster", cluster, "--task", task, "--container",
            container, "--interactive", "--command", inside,
        ]
    }

    /// Lets this process become that program; returns only where that failed.
    func becomeIt() -> Failure {
        // What waited for AWS has blocked signals, and the next program would begin with them blocked.
        IgnoredSignals.reset()
        Environment.removeSecrets()
        var arguments = words.map { strdup($0) } + [nil]
        execvp("aws", &arguments)
        return Failure(CommandError.awsNotStarted(.last))
    }
}
