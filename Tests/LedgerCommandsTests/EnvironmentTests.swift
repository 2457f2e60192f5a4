import ArgumentParser
import LedgerValues
import Testing

@testable import LedgerCommands

/// A command's option, as the parser itself lists it.
private struct ListedOption: Sendable, CustomTestStringConvertible {
    let command: [String]
    let name: String
    let takesValue: Bool

    var variable: String { "STACKLEDGER_" + name.uppercased().replacing("-", with: "_") }
    var testDescription: String { (command + ["--\(name)"]).joined(separator: " ") }

    static let all: [ListedOption] = {
        guard let dump = try? JSONReader.value(Array(Stackledger._dumpHelp().utf8), numbers: .fractionsAsText) else {
            return []
        }
        return options(of: dump["command"] ?? .null, at: [])
    }()

    private static func options(of command: JSONValue, at path: [String]) -> [ListedOption] {
        let own = (command["arguments"]?.array ?? []).compactMap { argument -> ListedOption? in
            let long = argument["names"]?.array?.first { $0["kind"] == "long" }?["name"]?.string
            guard let long, !path.isEmpty, !["help", "version"].contains(long) else { return nil }
            return ListedOption(command: path, name: long, takesValue: argument["kind"] == "option")
        }
        let below = (command["subcommands"]?.array ?? []).flatMap { subcommand in
            options(of: subcommand, at: path + [subcommand["commandName"]?.string ?? ""])
        }
        return own + below
    }
}

struct `A variable` {
    @Test(arguments: ListedOption.all)
    private func `stands for its option`(option: ListedOption) {
        let value = option.takesValue ? "v" : "true"
        let completed = EnvironmentArguments.complete(option.command + ["x"], from: [option.variable: value])
        guard option.name != "ledger" else {
            // Read where a ledger is looked for.
            #expect(completed == option.command + ["x"])
            return
        }
        let expected = option.takesValue ? "--\(option.name)=v" : "--\(option.name)"
        #expect(completed == option.command + ["x", expected])
        let given = option.command + (option.takesValue ? ["--\(option.name)", "own"] : ["--\(option.name)"])
        #expect(EnvironmentArguments.complete(given, from: [option.variable: value]) == given)
        if !option.takesValue {
            #expect(EnvironmentArguments.complete(option.command, from: [option.variable: "0"]) == option.command)
        }
    }

    @Test func `is listed for every command`() {
        #expect(ListedOption.all.count > 150)
    }
}
