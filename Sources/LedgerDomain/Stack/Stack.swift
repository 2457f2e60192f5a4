package import LedgerValues

/// A stack and the order of its stages.
package struct Stack: Equatable, Sendable {
    package private(set) var exists = false
    /// In the order in which changes are promoted.
    package private(set) var stages: [StageName] = []

    package init() {}
}

extension Stack: Decider {
    package func decide(_ proposal: StackEvent, at now: Timestamp) throws(Rejection) -> [StackEvent] {
        switch proposal {
        case .created(let created):
            guard !exists else { throw .stackExists(created.stack) }
            try Self.checkName(created.stack.rawValue)
            return [proposal]
        case .changed(let changes):
            try Self.check(changes)
            return changes.isEmpty ? [] : [proposal]
        case .deleted: return [proposal]
        }
    }

    package mutating func evolve(_ event: StackEvent, at time: Timestamp) {
        switch event {
        case .created: exists = true
        case .changed: return
        case .deleted: exists = false
        }
    }

    private static func checkName(_ name: String) throws(Rejection) {
        do { _ = try StackName(checking: name) } catch { throw .invalidName(name, error) }
    }

    private static let changeable = ["account", "description", "region", "repository"]

    private static func check(_ changes: JSONObject) throws(Rejection) {
        for change in changes.members where !changeable.contains(change.key) && change.key != "stack" {
            throw .memberNotAllowed(change.key)
        }
        try changes.checkText("description", orNull: true)
        guard let repository = changes["repository"], !repository.isNull else { return }
        guard let object = repository.object else { throw .invalidMember("repository", wanted: "an object, or null") }
        for name in ["provider", "url", "branch"] {
            guard object[name] != nil else { throw .invalidMember(name, wanted: "given") }
            try object.checkText(name)
        }
    }
}

// MARK: - Its stages

extension Stack {
    /// Decides an event of the stack's own stream, with its name and its stages.
    package func decide(
        _ proposal: StackEvent,
        named stack: StackName,
        at now: Timestamp
    ) throws(Rejection) -> [StackEvent] {
        switch proposal {
        case .created: break
        case .changed, .deleted: try requireExistence(of: stack)
        }
        if case .deleted = proposal, !stages.isEmpty { throw .stackHasStages(stack, stages) }
        return try decide(proposal, at: now)
    }

    /// Throws if the stage may not be added.
    package func check(_ added: StageAdded) throws(Rejection) {
        try requireExistence(of: added.id.stack)
        do { _ = try StageName(checking: added.id.stage.rawValue) } catch {
            throw .invalidName(added.id.stage.rawValue, error)
        }
        guard !stages.contains(added.id.stage) else { throw .stageExists(added.id) }
        if case .after(let stage) = added.placement, !stages.contains(stage) {
            throw .stageUnknown(StageID(added.id.stack, stage))
        }
    }

    private func requireExistence(of stack: StackName) throws(Rejection) {
        guard exists else { throw .stackUnknown(stack) }
    }

    /// Adds a stage; it becomes the last one if the stage before it is unknown.
    package mutating func addStage(_ stage: StageName, _ placement: StagePlacement) {
        stages.removeAll { $0 == stage }
        switch placement {
        case .first: stages.insert(stage, at: 0)
        case .last: stages.append(stage)
        case .after(let other):
            let index = stages.firstIndex(of: other).map { $0 + 1 } ?? stages.endIndex
            stages.insert(stage, at: index)
        }
    }

    package mutating func removeStage(_ stage: StageName) {
        stages.removeAll { $0 == stage }
    }
}
