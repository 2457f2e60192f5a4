package import LedgerDomain
import LedgerLog
import LedgerIntake
import LedgerSystem
import LedgerValues
import LedgerViews

/// `ingest`: takes in what AWS tells through EventBridge and CloudTrail.
package struct Ingestion: Sendable {
    /// Events are taken in as they are read, so many at a time.
    private static let batch = 1_000
    /// Bytes that are read at a time: compressed, they may hold a thousand times as many.
    private static let part = 1 << 14

    private var intake: Intake
    private let caller: Caller
    private let clock: Ledger.Clock

    package init(into ledger: Ledger, by caller: Caller) throws(OperationError) {
        let directory = try StageDirectory(ledger.views().stageDefinitions())
        intake = Intake(into: try ledger.log(), through: ledger.gate, stages: directory)
        (self.caller, clock) = (caller, ledger.clock)
    }

    /// What became of the events of one or more files.
    package struct Report: Sendable {
        package var taken = 0
        package var repeated = 0
        package var withoutEffect = 0
        /// Calls in CloudTrail's records that are not recorded.
        package var ignored = 0
        /// Kept: no stage runs this workload.
        package var unmatched: [String: Int] = [:]
        /// Kept until the stage's own call to AWS is settled.
        package var waiting: [String: Int] = [:]
        /// By type.
        package var notUnderstood: [String: Int] = [:]
        /// The events that could not be read, without those of ``unreadable``.
        package var defects: [Defect] = []
        /// How many more there were than are told one by one.
        package var defectsLeftOut = 0
        /// The first defect of each file that is not empty and of which nothing could be read.
        package var unreadable: [Defect] = []
        /// How many files were read.
        package var files = 0
    }

    /// An event that could not be read.
    package struct Defect: Sendable {
        package let file: String
        package let line: Int
        package let reason: String
        /// `line 3: no 'source'`.
        package let text: String
        /// What is wrong, without what to do.
        package let what: String
        /// What to do, where that is known.
        package let remedy: String?
    }

    /// Takes in the events of the files in turn, then those that had to wait for a call of this program.
    package mutating func takeIn(_ files: [String]) throws(OperationError) -> Report {
        var total = Report()
        for file in try Self.expanded(files) { total.add(try takeIn(file), of: file) }
        do { _ = try intake.claimWaiting(by: caller.name, at: clock()) } catch { throw OperationError(error) }
        return total
    }

    /// The files, with those below a directory in its place.
    private static func expanded(_ paths: [String]) throws(OperationError) -> [String] {
        var files: [String] = []
        for path in paths {
            do { files += try FileTree.files(at: path) } catch {
                throw .keeping(.unreadableInput(path: path, code: error.code))
            }
        }
        return files
    }

    private mutating func takeIn(_ file: String) throws(OperationError) -> IntakeReport {
        var input = try LineReader.opened(file, longest: .max)
        var reader = EnvelopeReader()
        var report = IntakeReport()
        var pending: [Incoming] = []
        while !reader.isOver, let bytes = try Self.next(&input) {
            for start in stride(from: 0, to: bytes.count, by: Self.part) {
                pending += reader.read(Array(bytes[start..<min(start + Self.part, bytes.count)]))
                guard pending.count >= Self.batch else { continue }
                report += try take(pending)
                pending = []
            }
            if let size = input.size { caller.report(.progress(.ingesting, done: input.bytesRead, total: size)) }
        }
        report += try take(pending + reader.finish())
        if let size = input.size { caller.report(.progress(.ingesting, done: size, total: size)) }
        return report
    }

    private static func next(_ input: inout LineReader) throws(OperationError) -> [UInt8]? {
        do { return try input.nextBytes() } catch { throw OperationError(error) }
    }

    private mutating func take(_ incoming: [Incoming]) throws(OperationError) -> IntakeReport {
        do { return try intake.take(incoming) } catch { throw OperationError(error) }
    }
}

// MARK: - What is kept

extension Ingestion {
    /// What became of the kept events that a stage claimed.
    package struct Claim: Sendable {
        package let claimed, taken, waiting: Int
    }

    /// Takes the kept events of a stage's service or function into the stage.
    package mutating func claim(_ id: StageID) throws(OperationError) -> Claim {
        do {
            let report = try intake.claim(id, by: caller.name, at: clock())
            return Claim(claimed: report.claimed, taken: report.taken, waiting: report.waiting)
        } catch {
            switch error {
            case .rejected(let rejection): throw .rejected(rejection)
            case .log(let error): throw .log(error)
            case .sealing(let error): throw .sealing(error)
            case .stageDiffers(let id): throw .views(.differs("stages: \(id)"))
            }
        }
    }

    /// An event that is kept, as no stage runs its workload, or a call of this program is not settled.
    package struct Kept: Sendable {
        package let workload: String
        package let observation: KeptObservation
    }

    package static func unmatched(in ledger: Ledger) throws(OperationError) -> [Kept] {
        let log = try ledger.log()
        do {
            return try Intake.unmatched(in: log).map { Kept(workload: $0.workload, observation: $0.observation) }
        } catch {
            throw .log(error)
        }
    }
}

extension Ingestion.Report {
    fileprivate mutating func add(_ report: IntakeReport, of file: String) {
        taken += report.taken
        repeated += report.repeated
        withoutEffect += report.withoutEffect
        ignored += report.ignored
        unmatched.merge(report.unmatched, uniquingKeysWith: +)
        waiting.merge(report.waiting, uniquingKeysWith: +)
        notUnderstood.merge(report.notUnderstood, uniquingKeysWith: +)
        files += 1
        let defects = report.defects.map { Ingestion.Defect($0, in: file) }
        if report.isUnreadable {
            unreadable += defects.prefix(1)
        } else {
            let told = defects.prefix(max(0, LedgerIntake.Defect.mostReported - self.defects.count))
            self.defects += told
            defectsLeftOut += defects.count - told.count + report.defectsLeftOut
        }
    }
}

extension Ingestion.Defect {
    fileprivate init(_ defect: LedgerIntake.Defect, in file: String) {
        self.init(
            file: file,
            line: defect.line,
            reason: "\(defect.reason)",
            text: "\(defect)",
            what: defect.reason.what,
            remedy: defect.reason.remedy
        )
    }
}

extension OperationError {
    init(_ error: IntakeError) {
        switch error {
        case .log(let error): self = .log(error)
        case .sealing(let error): self = .sealing(error)
        case .stageDiffers(let id): self = .views(.differs("stages: \(id)"))
        }
    }
}

extension OpenViews {
    /// The stages as they are now, to find them by what runs them.
    fileprivate func stageDefinitions() throws(OperationError) -> [StageAdded] {
        try rows(.stages).rows.compactMap { row in
            guard let target = row.target else { return nil }
            return StageAdded(
                id: row.stageID,
                account: row.text("account") ?? "",
                region: row.text("region") ?? "",
                target: target,
                approval: row.text("approval").flatMap(Approval.init) ?? .automatic,
                settings: row.json("settings").object ?? [:]
            )
        }
    }
}

extension Row {
    fileprivate var target: StageTarget? {
        if let function = text("function") { return .lambda(function: function) }
        guard let cluster = text("cluster"), let service = text("service") else { return nil }
        return .ecs(
            cluster: cluster,
            service: service,
            family: text("family") ?? service,
            container: text("container") ?? stageID.stack.rawValue
        )
    }
}
