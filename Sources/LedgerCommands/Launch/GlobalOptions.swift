import ArgumentParser

/// Options that may stand before the command, as in `stackledger --ledger copy status`.
///
/// The argument parser takes an option only where the command that has it has been named.
enum GlobalOptions {
    private static let valued: Set = ["--ledger", "--output", "-o"]
    private static let flags: Set = ["--json"]

    static func movedBehindCommand(_ arguments: [String]) -> [String] {
        var rest = arguments[...]
        var leading: [String] = []
        while let next = rest.first {
            if valued.contains(next), rest.count > 1 {
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if flags.contains(next) || valued.contains(where: { $0 != "-o" && next.hasPrefix("\($0)=") }) {
                leading.append(next)
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        // To ask each command for its name costs half a millisecond: only where there is something to move.
        if leading.isEmpty { return arguments }
        let words = Stackledger.commandWords(in: Array(rest))
        return words.isEmpty ? arguments : words + leading + rest.dropFirst(words.count)
    }
}

extension ParsableCommand {
    /// The first words, as far as they name commands.
    static func commandWords(in arguments: [String]) -> [String] {
        guard let word = arguments.first,
            let command = configuration.subcommands.first(where: { $0._commandName == word })
        else { return [] }
        return [word] + command.commandWords(in: Array(arguments.dropFirst()))
    }
}
