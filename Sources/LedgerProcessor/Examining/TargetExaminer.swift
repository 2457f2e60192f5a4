package import LedgerDomain
import LedgerValues

/// Asks what must be known about a stage's rollback targets.
///
/// Each question is asked once, even if many targets share it.
package struct TargetExaminer: Sendable {
    /// The maximum number of reads at a time.
    private static let width = 8

    private let stage: StageAdded
    private let recorded: String?
    private let ask: @Sendable (TargetQuestion) async -> TargetAnswer
    private var answers: [TargetQuestion: TargetAnswer]

    /// `recorded` is the revision that the ledger says the stage runs; `answers` are those that AWS has given before.
    package init(
        _ stage: StageAdded,
        running recorded: String?,
        knowing answers: [TargetQuestion: TargetAnswer] = [:],
        ask: @escaping @Sendable (TargetQuestion) async -> TargetAnswer
    ) {
        (self.stage, self.recorded, self.answers, self.ask) = (stage, recorded, answers, ask)
    }

    package mutating func examine(_ content: TargetContent) async -> TargetExamination {
        await ask([content])
        return judgement(of: content).examination
    }

    package mutating func examine(_ contents: [TargetContent]) async -> [TargetExamination] {
        await ask(contents)
        return contents.map { judgement(of: $0).examination }
    }

    /// In two rounds, as a definition must be known before what it needs.
    private mutating func ask(_ contents: [TargetContent]) async {
        for _ in 1...2 {
            let questions = Set(contents.flatMap { judgement(of: $0).checks.map(\.question) })
            await ask(questions.filter { answers[$0] == nil })
        }
    }

    private mutating func ask(_ questions: Set<TargetQuestion>) async {
        let ask = ask
        await withTaskGroup(of: (TargetQuestion, TargetAnswer).self) { group in
            var rest = questions.makeIterator()
            for question in rest.first(Self.width) { group.addTask { (question, await ask(question)) } }
            for await (question, answer) in group {
                answers[question] = answer
                if let next = rest.next() { group.addTask { (next, await ask(next)) } }
            }
        }
    }

    private func judgement(of content: TargetContent) -> TargetJudgement {
        TargetJudgement(content: content, stage: stage, recorded: recorded, answers: answers)
    }
}

extension IteratorProtocol {
    fileprivate mutating func first(_ count: Int) -> [Element] {
        var elements: [Element] = []
        while elements.count < count, let next = next() { elements.append(next) }
        return elements
    }
}
