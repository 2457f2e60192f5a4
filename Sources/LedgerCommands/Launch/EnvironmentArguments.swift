import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerValues

/// Options from the environment: `STACKLEDGER_OUTPUT=json` is `--output json`, wherever a command has that option and
/// the command line does not give it.
///
/// Which options a command has, the parser itself is asked, and only when there is such a variable at all.
enum EnvironmentArguments {
    private static let prefix = "STACKLEDGER_"
    /// Read where they are needed, not options.
    private static let ownNames: Set = [
        "STACKLEDGER_SEAL_KEY", "STACKLEDGER_SEAL_KEY_COMMAND", "STACKLEDGER_LEDGER", LedgerDirectory.safeDirectories,
    ]

    private static let tree = CommandTree(dump: Stackledger._dumpHelp())

    static func complete(_ arguments: [String], from variables: [String: String]) -> [String] {
        let given = variables.filter { $0.key.hasPrefix(prefix) && !ownNames.contains($0.key) }
        guard !given.isEmpty, let tree else { return arguments }
        var completed = arguments
        // A terminator would make operands of what comes after it.
        let end = completed.firstIndex(of: "--") ?? completed.endIndex
        var added: [String] = []
        for option in tree.command(named: arguments).options {
            guard let value = given[option.variable], !option.isGiven(in: arguments) else { continue }
            added += option.arguments(for: value)
        }
        completed.insert(contentsOf: added, at: end)
        return completed
    }

    /// An option as the parser knows it.
    struct Option: Sendable {
        let long: String
        let short: String?
        let takesValue: Bool

        var variable: String {
            prefix + long.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
        }

        func isGiven(in arguments: [String]) -> Bool {
            arguments.contains { argument in
                argument == "--\(long)" || argument.hasPrefix("--\(long)=")
                    || short.map { argument == "-\($0)" || (takesValue && argument.hasPrefix("-\($0)")) } ?? false
            }
        }

        func arguments(for value: String) -> [String] {
            if takesValue { return ["--\(long)=\(value)"] }
            return EnvironmentArguments.isTrue(value) ? ["--\(long)"] : []
        }
    }

    /// Whether a variable switches a flag on.
    static func isTrue(_ value: String) -> Bool {
        ["1", "true", "yes"].contains(value.lowercased())
    }
}

/// The parser's own description of a command and those below it.
private struct CommandTree: Sendable {
    let names: Set<String>
    let options: [EnvironmentArguments.Option]
    let subcommands: [CommandTree]

    init?(dump: String) {
        guard let value = try? JSONReader.value(Array(dump.utf8), numbers: .fractionsAsText),
            let command = value["command"]
        else { return nil }
        self.init(command)
    }

    private init(_ command: JSONValue) {
        let aliases = command["aliases"]?.array?.compactMap(\.string) ?? []
        names = Set([command["commandName"]?.string ?? ""] + aliases)
        options = (command["arguments"]?.array ?? []).compactMap(EnvironmentArguments.Option.init)
        subcommands = (command["subcommands"]?.array ?? []).map(CommandTree.init)
    }

    /// The command that the first words name.
    func command(named words: [String]) -> CommandTree {
        guard let word = words.first, let next = subcommands.first(where: { $0.names.contains(word) }) else {
            return self
        }
        return next.command(named: Array(words.dropFirst()))
    }
}

extension EnvironmentArguments.Option {
    fileprivate init?(_ argument: JSONValue) {
        let names = argument["names"]?.array ?? []
        func name(_ kind: String) -> String? {
            names.first { $0["kind"]?.string == kind }?["name"]?.string
        }
        guard let kind = argument["kind"]?.string, kind != "positional", let long = name("long") else { return nil }
        guard long != "help", long != "version" else { return nil }
        self.init(long: long, short: name("short"), takesValue: kind == "option")
    }
}
