import LedgerDomain
import LedgerLog
import LedgerValues

/// Some records of a replay that follow one another in one file.
struct ReplayPart: Sendable {
    fileprivate(set) var records: [Record] = []
    /// Why nothing follows these records, if that is not the end.
    fileprivate(set) var failure: Failure?
    /// Bytes of all files and lines that the ledger has, up to the end of this part.
    fileprivate(set) var (bytesRead, skipped) = (0, 0)
    fileprivate var file = ""
    fileprivate var firstLine = 0
    fileprivate var size = 0

    /// Small enough for some of them to wait in memory, whatever their records are like.
    fileprivate var isFull: Bool { records.count >= 256 || size >= 1 << 18 }

    func place(of index: Int) -> String { "\(file), line \(firstLine + index)" }
}

/// Reads the files of a replay and checks each line by itself.
struct ReplayReader: ~Copyable {
    /// Nothing comes after the part that was read last.
    private(set) var isFinished = false

    private let log: any EventLog
    private let gate: SealingGate
    private let known: Int
    private var skipped = 0
    private var frontier: MerkleFrontier
    private let expectedRoot: SHA256Hash?
    private var files: [String]
    private var reader: LineReader?
    /// Where the line that was read last stands.
    private var (file, lastLine) = ("", 0)
    private var bytesDone = 0

    /// Lines up to the `head` of `log` are compared with it.
    init(
        _ files: [String],
        after log: any EventLog,
        at head: LogHead,
        through gate: SealingGate,
        expecting root: SHA256Hash?
    ) {
        (self.files, self.log, self.gate, expectedRoot) = (files, log, gate, root)
        (known, frontier) = (head.size, head.frontier)
        reader = nil
    }

    /// Opens every file once, so that one that is missing is told before anything is read.
    static func size(of files: [String]) throws(Failure) -> Int? {
        var total: Int? = 0
        for path in files where path != "-" {
            let size = try LineReader(path: path, longest: 1).size
            total = total.flatMap { total in size.map { total + $0 } }
        }
        return files.contains("-") ? nil : total
    }

    mutating func next() -> ReplayPart {
        var part = ReplayPart()
        do { try fill(&part) } catch { part.failure = error }
        (part.bytesRead, part.skipped) = (bytesDone + (reader?.bytesRead ?? 0), skipped)
        if part.failure != nil { isFinished = true }
        return part
    }

    private mutating func fill(_ part: inout ReplayPart) throws(Failure) {
        while !part.isFull {
            guard let line = try nextLine() else {
                // A part holds lines of one file.
                if !part.records.isEmpty { return }
                guard try openNext() else { return try finish() }
                continue
            }
            part.size += line.bytes.count
            if skipped < known {
                try compare(line)
            } else {
                try add(line, to: &part)
            }
        }
    }

    private mutating func add(_ line: LineReader.Line, to part: inout ReplayPart) throws(Failure) {
        if part.records.isEmpty { (part.file, part.firstLine) = (file, line.number) }
        if expectedRoot != nil { frontier.append(MerkleFrontier.leaf(line.bytes)) }
        let record: Record
        do { record = try Record(canonical: line.bytes) } catch {
            throw failed("\(error)", "replay takes what export printed")
        }
        try check(record)
        part.records.append(record)
    }

    /// Bytes are kept here, so that nothing can be sealed any more.
    private func check(_ record: Record) throws(Failure) {
        do { try gate.check(record.data) } catch {
            switch error {
            case .unsealed(let value): throw failed(value.text, value.hint)
            case .source(let error): throw Failure(error)
            }
        }
    }

    /// A ledger that is not empty must begin with the same lines.
    private mutating func compare(_ line: LineReader.Line) throws(Failure) {
        let position = skipped + 1
        let stored: StoredRecord?
        do { stored = try log.record(at: position) } catch { throw Failure(error) }
        guard stored?.bytes == line.bytes else {
            throw failed("not the event that this ledger has at #\(position)", "replay it into a ledger of its own")
        }
        skipped = position
    }

    /// The last word before the append becomes durable.
    private mutating func finish() throws(Failure) {
        isFinished = true
        guard let expectedRoot, frontier.root != expectedRoot else { return }
        throw failed("the root is \(frontier.root), not \(expectedRoot)", "the file is not the one that was meant")
    }
}

// MARK: - Lines

extension ReplayReader {
    private mutating func nextLine() throws(Failure) -> LineReader.Line? {
        guard let line = try reader?.next() else { return nil }
        lastLine = line.number
        guard line.isTerminated else {
            throw failed("the file ends in the middle of a line", "get the whole file")
        }
        return line
    }

    /// Goes to the next file; false after the last.
    private mutating func openNext() throws(Failure) -> Bool {
        guard !files.isEmpty else { return false }
        bytesDone += reader?.bytesRead ?? 0
        let next = try LineReader(path: files.removeFirst(), longest: Record.largest)
        file = next.displayName
        reader = consume next
        return true
    }

    private func failed(_ what: String, _ hint: String) -> Failure {
        let place = "\(file), line \(lastLine)"
        return Failure(.usage, "replay", "\(place): \(what)", hint: hint, details: ["at": .string(place)])
    }
}
