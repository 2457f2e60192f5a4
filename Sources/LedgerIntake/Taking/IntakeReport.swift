/// What became of the events that were given.
package struct IntakeReport: Equatable, Sendable {
    /// They are in the log now, as what they mean.
    package var taken = 0
    /// They were in the log already.
    package var repeated = 0
    /// They change nothing that the ledger keeps, or nothing any more.
    package var withoutEffect = 0
    /// Calls that are not recorded.
    package var ignored = 0
    /// Kept until their stage is known, by what they are about.
    package var unmatched: [String: Int] = [:]
    /// Kept until their stage knows what its own unanswered call to AWS did, by stage.
    package var waiting: [String: Int] = [:]
    /// Passed over, by source and detail type.
    package var notUnderstood: [String: Int] = [:]
    /// The first ones: an input can be made of nothing else.
    package private(set) var defects: [Defect] = []
    /// How many more there were.
    package private(set) var defectsLeftOut = 0

    package init() {}

    /// Whether there was something, and nothing of it could be read.
    package var isUnreadable: Bool {
        !defects.isEmpty && defects.allSatisfy(\.reason.isOfReading) && taken + repeated + withoutEffect + ignored == 0
            && [unmatched, waiting, notUnderstood].allSatisfy(\.isEmpty)
    }

    package static func += (report: inout IntakeReport, other: IntakeReport) {
        report.taken += other.taken
        report.repeated += other.repeated
        report.withoutEffect += other.withoutEffect
        report.ignored += other.ignored
        report.unmatched.merge(other.unmatched, uniquingKeysWith: +)
        report.waiting.merge(other.waiting, uniquingKeysWith: +)
        report.notUnderstood.merge(other.notUnderstood, uniquingKeysWith: +)
        for defect in other.defects { report.add(defect) }
        report.defectsLeftOut += other.defectsLeftOut
    }

    private mutating func add(_ defect: Defect) {
        if defects.count < Defect.mostReported { defects.append(defect) } else { defectsLeftOut += 1 }
    }

    mutating func count(_ verdict: Verdict, line: Int) {
        switch verdict {
        case .taken: taken += 1
        case .repeated: repeated += 1
        case .withoutEffect: withoutEffect += 1
        case .ignored: ignored += 1
        case .unmatched(let workload): unmatched[workload, default: 0] += 1
        case .waiting(let stage): waiting[stage, default: 0] += 1
        case .notUnderstood(let type): notUnderstood[type, default: 0] += 1
        case .defect(let reason): add(Defect(line: line, reason: reason))
        }
    }
}

/// What becomes of one event.
enum Verdict: Equatable {
    case taken
    case repeated
    case withoutEffect
    case ignored
    case unmatched(String)
    case waiting(String)
    case notUnderstood(String)
    case defect(Defect.Reason)
}
