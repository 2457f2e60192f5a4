import Glibc

/// Measures what the ledger promises of its speed, each figure beside its aim and its peer in the same run.
///
/// Nothing here passes or fails: machines differ, and a run on a busy one says little but the ratios.
@main
enum Benchmarks {
    static func main() async {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            let folder = try Folder(in: options.directory)
            defer { folder.remove() }
            print(try await report(options, folder))
        } catch {
            Progress.say("error: \(error)")
            exit(1)
        }
    }

    /// The processes whose memory is measured come first: what this one holds when it starts them counts as theirs.
    private static func report(_ options: Options, _ folder: Folder) async throws(BenchmarkError) -> String {
        var report = Report(title: "\(options.events) events, seed \(options.seed)")
        let made = MadeLedger(options, folder)
        let small = try made.make(events: options.events / 10)
        report.add(try Throughput(small, options).figures())
        try small.remove()
        let large = try made.make(events: options.events)
        report.add(try Throughput(large, options).figures())
        report.add(try Questions(large, options).figures())
        report.add(try Proofs(large).figures())
        report.add(DiskUse(large).figures())
        try large.remove()
        report.add(try StartUp(binary: options.binary).figures())
        report.add(try Appends(options, folder).figures())
        report.add(try await Deployments(options, folder).figures())
        return report.text
    }
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ what: String, errno code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }
}

enum Progress {
    static func say(_ text: String) {
        let line = text + "\n"
        _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
