import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script of a shell.",
        discussion: """
              stackledger completions bash > /etc/bash_completion.d/stackledger
              stackledger completions zsh > "${fpath[1]}/_stackledger"
              stackledger completions fish > ~/.config/fish/completions/stackledger.fish
            """
    )

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() {
        let script =
            switch shell {
            case .bash: Stackledger.completionScript(for: .bash)
            case .zsh: Stackledger.completionScript(for: .zsh)
            case .fish: Stackledger.completionScript(for: .fish)
            }
        StandardOutput.write(Array((script + "\n").utf8))
    }
}
