/// What is measured, and where: `--events N`, `--seed N`, `--binary PATH`, `--in DIRECTORY`.
struct Options {
    private(set) var events = 100_000
    private(set) var seed: UInt64 = 1
    /// The command line that is measured; beside this program by default.
    private(set) var binary: String
    /// Where files are made: by default where the program is and not in `/tmp`, which may be in memory.
    private(set) var directory: String

    init(_ arguments: ArraySlice<String>) throws(BenchmarkError) {
        directory = Self.ownDirectory
        binary = "\(directory)/stackledger"
        var rest = arguments
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchmarkError("\(name) needs a value") }
            try take(name, value)
        }
    }

    private mutating func take(_ name: String, _ value: String) throws(BenchmarkError) {
        switch name {
        case "--events":
            guard let count = Int(value), count >= 1_000 else { throw BenchmarkError("--events is at least 1000") }
            events = count
        case "--seed":
            guard let number = UInt64(value) else { throw BenchmarkError("--seed is a number") }
            seed = number
        case "--binary": binary = value
        case "--in": directory = value
        default: throw BenchmarkError("unknown option \(name)")
        }
    }

    private static var ownDirectory: String {
        let path = CommandLine.arguments.first ?? ""
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return String(path[..<slash])
    }
}
