import LedgerDomain
import LedgerValues

/// Weighs AWS's answers about one target; pure.
struct TargetJudgement {
    let content: TargetContent
    let stage: StageAdded
    /// The revision that the stage runs according to the ledger; nil if it knows none.
    let recorded: String?
    let answers: [TargetQuestion: TargetAnswer]

    /// The body that would be registered again: the recorded one, otherwise AWS's.
    var definition: JSONObject? {
        if let definition = content.definition { return definition }
        guard case .revision(_, let registrable)? = content.revision.flatMap({ answers[.revision($0)] }) else {
            return nil
        }
        return registrable
    }

    /// Everything to look at, as far as it is known yet.
    var checks: [TargetCheck] {
        content.firstChecks(in: stage) + (definition.map { content.checks(of: $0, in: stage) } ?? [])
    }

    var examination: TargetExamination {
        var found = TargetExamination()
        for check in checks { found.take(check, answers[check.question] ?? .unasked, in: self) }
        if content.isNothing(in: stage) { found.looks.append(.init("revision", "never recorded", [.contentLost])) }
        guard let definition else { return found }
        if case .ecs(_, _, _, let container) = stage.target, definition.container(of: stage) == nil {
            found.looks.append(.init("container \(container)", "missing in the definition", [.containerMissing]))
        }
        for (container, written) in PinnedImages(definition, content.images, own: content.image, stage).unknown.sorted(
            by: <
        ) {
            let message = "which image \(written) of container \(container) was is not recorded"
            found.looks.append(.init("tag \(written)", "unknown: notRecorded", message: message, [.imageUnchecked]))
        }
        if let service = found.service { found.take(service, with: definition) }
        return found
    }
}

extension TargetAnswer {
    fileprivate static let unasked = TargetAnswer.unknown(code: "unasked", message: "nobody asked")
}

extension TargetExamination {
    fileprivate mutating func take(_ check: TargetCheck, _ answer: TargetAnswer, in judgement: TargetJudgement) {
        let what = check.question.description
        if case .unknown(let code, let message) = answer {
            looks.append(Look(what, "unknown: \(code)", message: message, [check.unchecked]))
            return
        }
        let (result, found) = check.weighed(answer, in: judgement)
        looks.append(Look(what, result, found))
        settled.formUnion(check.settled)
        if case .service(let state) = answer { service = state }
        if case .revision = check { revision = .init(answer) }
    }

    /// Whether the service accepts the definition.
    fileprivate mutating func take(_ service: ServiceState, with definition: JSONObject) {
        for port in service.ports {
            let result = definition.has(port)
            looks.append(
                Look("port \(port)", result ? "found" : "missing in the definition", result ? [] : [.portMissing])
            )
        }
        for name in service.portNames {
            let result = definition.hasPort(named: name)
            looks.append(
                Look("port \(name)", result ? "found" : "missing in the definition", result ? [] : [.portMissing])
            )
        }
        let mode = definition["networkMode"]?.string ?? "bridge"
        let fits = (mode == "awsvpc") == service.hasOwnInterfaces
        looks.append(Look("network mode \(mode)", fits ? "fits" : "not the service's", fits ? [] : [.networkDiffers]))
    }
}

extension TargetExamination.RevisionState {
    fileprivate init?(_ answer: TargetAnswer) {
        switch answer {
        case .revision(let isActive, registrable: _): self = isActive ? .active : .inactive
        case .missing: self = .deleted
        case .service, .image, .secret, .found, .unknown: return nil
        }
    }
}

extension JSONObject {
    /// Whether a task definition has the container and the port.
    fileprivate func has(_ traffic: ServiceState.TrafficPort) -> Bool {
        guard let container = containers.first(where: { $0["name"]?.string == traffic.container }) else { return false }
        return traffic.port.map { port in container.portMappings.contains { $0.covers(port) } } ?? true
    }

    fileprivate func hasPort(named name: String) -> Bool {
        containers.contains { $0.portMappings.contains { $0["name"]?.string == name } }
    }

    private var portMappings: [JSONObject] { (self["portMappings"]?.array ?? []).compactMap(\.object) }

    /// Whether a port mapping covers a port.
    ///
    /// It has one port, or a range: `8000-8010`.
    private func covers(_ port: Int64) -> Bool {
        if self["containerPort"]?.integer == port { return true }
        let ends = (self["containerPortRange"]?.string ?? "").split(separator: "-").compactMap { Int64($0) }
        return ends.count == 2 && ends[0] <= port && port <= ends[1]
    }
}
