package import LedgerDomain
package import LedgerValues

/// What AWS says of a target now.
package struct TargetExamination: Equatable, Sendable {
    /// One thing that was looked at, and what was found.
    package struct Look: Equatable, Sendable {
        package let what: String
        /// In a word or two.
        package let result: String
        /// What AWS said in place of an answer.
        package let message: String
        /// What speaks against the target then.
        package let reasons: Set<RollbackReason>

        package init(_ what: String, _ result: String, message: String = "", _ reasons: Set<RollbackReason> = []) {
            (self.what, self.result, self.message, self.reasons) = (what, result, message, reasons)
        }

        /// As it is recorded: without the message, which is AWS's own words.
        package var json: JSONValue { ["what": .string(what), "result": .string(result)] }
    }

    package internal(set) var looks: [Look] = []
    /// What the log may say otherwise, and AWS has answered: the log's word counts no more.
    package internal(set) var settled: Set<RollbackReason> = []
    /// What runs the stage; nil for a function, and where nobody answered.
    package internal(set) var service: ServiceSight?

    /// How AWS has the revision of a task definition; nil where nobody answered.
    package internal(set) var revision: RevisionSight?

    package enum RevisionSight: Equatable, Sendable {
        case active, inactive, deleted
    }

    package init() {}

    package var json: JSONValue { .array(looks.map(\.json)) }

    /// Reads without an answer.
    package var silences: [Look] { looks.filter { $0.reasons.contains { $0.weight == .unknown } } }

    /// What stands in the way.
    package var obstacles: [Look] { looks.filter { $0.reasons.contains { $0.weight == .block } } }

    /// What speaks against the target, by the log and by AWS, in the order of ``RollbackReason``.
    package func reasons(with recorded: [RollbackReason] = []) -> [RollbackReason] {
        let all = looks.reduce(into: Set(recorded.filter { !settled.contains($0) })) { $0.formUnion($1.reasons) }
        return RollbackReason.allCases.filter(all.contains)
    }
}
