package import LedgerDomain
package import LedgerValues

/// What AWS says about a target now.
package struct TargetExamination: Equatable, Sendable {
    /// One look, and what it found.
    package struct Look: Equatable, Sendable {
        package let what: String
        /// In a word or two.
        package let result: String
        /// AWS's message, if there was no answer.
        package let message: String
        /// The reasons against the target that follow.
        package let reasons: Set<RollbackReason>

        package init(_ what: String, _ result: String, message: String = "", _ reasons: Set<RollbackReason> = []) {
            (self.what, self.result, self.message, self.reasons) = (what, result, message, reasons)
        }

        /// The recorded form, without AWS's message.
        package var json: JSONValue { ["what": .string(what), "result": .string(result)] }
    }

    package internal(set) var looks: [Look] = []
    /// Reasons that the log may give but AWS has answered: the log's no longer count.
    package internal(set) var settled: Set<RollbackReason> = []
    /// The stage's service; nil for a function, and if there was no answer.
    package internal(set) var service: ServiceState?

    /// The state of the task definition revision; nil if there was no answer.
    package internal(set) var revision: RevisionState?

    package enum RevisionState: Equatable, Sendable {
        case active, inactive, deleted
    }

    package init() {}

    package var json: JSONValue { .array(looks.map(\.json)) }

    /// The looks without an answer.
    package var unanswered: [Look] { looks.filter { $0.reasons.contains { $0.weight == .unknown } } }

    /// The looks that rule the target out.
    package var obstacles: [Look] { looks.filter { $0.reasons.contains { $0.weight == .block } } }

    /// The reasons against the target, from the log and from AWS, in the order of ``RollbackReason``.
    package func reasons(with recorded: [RollbackReason] = []) -> [RollbackReason] {
        let all = looks.reduce(into: Set(recorded.filter { !settled.contains($0) })) { $0.formUnion($1.reasons) }
        return RollbackReason.allCases.filter(all.contains)
    }
}
