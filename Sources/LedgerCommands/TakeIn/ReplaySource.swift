import LedgerDomain
import LedgerLog
import Synchronization

/// The lines of a replay's files, checked one by one, those that the ledger has already left out.
final class ReplaySource: RecordSource {
    private let state: Mutex<ReplayState>

    /// With a `root` the last line is followed by nothing unless all lines together have that root.
    init(_ files: [String], after log: any EventLog, expecting root: SHA256Hash?) throws(Failure) {
        state = Mutex(try ReplayState(files, after: log, expecting: root))
    }

    func next() throws(RecordSourceStopped) -> Record? {
        let (record, failure) = state.withLock { state in (state.nextOrFailure(), state.failure) }
        if failure != nil { throw RecordSourceStopped() }
        return record
    }

    /// Why ``next()`` threw.
    var failure: Failure? { state.withLock { $0.failure } }
    /// Where the last line stood: "shop.jsonl, line 3".
    var place: String { state.withLock { $0.place } }
    /// How many lines were new, and how many the ledger had.
    var counts: (appended: Int, skipped: Int) { state.withLock { ($0.appended, $0.skipped) } }

    func finish() {
        state.withLock { $0.progress.finish() }
    }
}

private struct ReplayState: ~Copyable {
    private(set) var failure: Failure?
    private(set) var progress: Progress
    private(set) var place = ""
    private(set) var appended = 0
    private(set) var skipped = 0

    private let log: any EventLog
    private let known: Int
    private var frontier: MerkleFrontier
    private let expectedRoot: SHA256Hash?
    private var files: [String]
    private var reader: LineReader?
    private var bytesDone = 0

    init(_ files: [String], after log: any EventLog, expecting root: SHA256Hash?) throws(Failure) {
        let size = try Self.size(of: files)
        let head: LogHead
        do { head = try log.head() } catch { throw Failure(error) }
        self.log = log
        self.files = files
        expectedRoot = root
        (known, frontier) = (head.size, head.frontier)
        progress = Progress("replaying", total: size)
        reader = nil
    }

    /// Opens every file once, so that one that is missing is told before anything is read.
    private static func size(of files: [String]) throws(Failure) -> Int? {
        var total: Int? = 0
        for path in files where path != "-" {
            let size = try LineReader(path: path, longest: 1).size
            total = total.flatMap { total in size.map { total + $0 } }
        }
        return files.contains("-") ? nil : total
    }

    /// The next record; nil after the last and when ``failure`` is set.
    mutating func nextOrFailure() -> Record? {
        do { return try next() } catch {
            failure = error
            return nil
        }
    }

    private mutating func next() throws(Failure) -> Record? {
        while let line = try nextLine() {
            guard skipped < known else {
                appended += 1
                if expectedRoot != nil { frontier.append(MerkleFrontier.leaf(line)) }
                return try record(line)
            }
            try compare(line)
            skipped += 1
        }
        // The last word before the append becomes durable.
        if let expectedRoot, frontier.root != expectedRoot {
            throw failed("the root is \(frontier.root), not \(expectedRoot)", "the file is not the one that was meant")
        }
        return nil
    }

    private mutating func nextLine() throws(Failure) -> [UInt8]? {
        while true {
            if reader == nil {
                guard !files.isEmpty else { return nil }
                reader = try LineReader(path: files.removeFirst(), longest: Record.largest)
            }
            if let line = try reader?.next() {
                place = "\(reader?.displayName ?? ""), line \(line.number)"
                progress.advance(to: bytesDone + (reader?.bytesRead ?? 0))
                guard line.isTerminated else {
                    throw failed("the file ends in the middle of a line", "get the whole file")
                }
                return line.bytes
            }
            bytesDone += reader?.bytesRead ?? 0
            reader = nil
        }
    }

    private func record(_ line: [UInt8]) throws(Failure) -> Record {
        do { return try Record(canonical: line) } catch { throw failed("\(error)", "replay takes what export printed") }
    }

    /// A ledger that is not empty must begin with the same lines.
    private func compare(_ line: [UInt8]) throws(Failure) {
        let stored: StoredRecord?
        do { stored = try log.record(at: skipped + 1) } catch { throw Failure(error) }
        guard stored?.bytes == line else {
            throw failed("not the event that this ledger has at #\(skipped + 1)", "replay it into a ledger of its own")
        }
    }

    private func failed(_ what: String, _ hint: String) -> Failure {
        Failure(.usage, "replay", "\(place): \(what)", hint: hint, details: ["at": .string(place)])
    }
}
