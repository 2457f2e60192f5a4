import ArgumentParser

enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, jsonl, csv
}

struct OutputOptions: ParsableArguments {
    @Option(name: [.short, .customLong("output")], help: "How to print: table, json, jsonl or csv.")
    private var output = OutputFormat.table

    @Flag(help: "The same as --output json.")
    private var json = false

    var format: OutputFormat { json ? .json : output }
}
