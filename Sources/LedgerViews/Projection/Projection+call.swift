import LedgerDomain
import LedgerLog
import LedgerValues

/// A call and the action that made it come in any order, and give the same rows.
extension Projection {
    func applyCall(_ registry: Registry, _ fact: Fact) throws(ProjectionError) {
        let call: ObservedCall
        do { call = try ObservedCall(fact.members) } catch { throw .unreadable("\(error)") }
        var row = Row<CallColumn>(call, in: registry, fact)
        guard try calls.current(row.key) == nil else { throw .unreadable("the call exists") }
        row[.action] = try action(ofRequest: row)
        try calls.put(row, at: fact.position)
        try callRequests.insert(row[.requestId], call: row[.call])
    }

    /// Links the call that an attempt made to its action.
    func link(_ attempt: Row<AttemptColumn>, of action: Row<ActionColumn>, _ fact: Fact) throws(ProjectionError) {
        for key in try callRequests.calls(of: attempt[.requestId]) {
            guard var call = try calls.current(key), call.isSame(as: action) else { continue }
            call[.action] = action[.action]
            try calls.put(call, at: fact.position)
        }
    }

    private func action(ofRequest call: Row<CallColumn>) throws(ProjectionError) -> Cell {
        if call[.requestId].isNull { return .null }
        for attempt in try attempts.all(where: "request_id = ?", [call[.requestId]]) {
            guard let action = try actions.current(RowKey([attempt[.action]])), call.isSame(as: action) else {
                continue
            }
            return action[.action]
        }
        return .null
    }
}

extension Row<CallColumn> {
    fileprivate init(_ call: ObservedCall, in registry: Registry, _ fact: Fact) {
        self.init()
        self[.call] = .text(fact.record.id.description)
        (self[.account], self[.region]) = (.text(registry.account), .text(registry.region))
        (self[.service], self[.operation]) = (.text(call.service), .text(call.operation))
        self[.principal] = .text(call.principal.name)
        self[.principalKind] = .text(call.principal.kind.rawValue)
        (self[.actor], self[.at]) = (fact.actor, .text(call.at.description))
        (self[.address], self[.agent]) = (Cell(call.address), Cell(call.agent))
        (self[.requestId], self[.event]) = (Cell(call.requestID), .text(call.event))
        self[.request] = .text(CanonicalJSON.text(.object(call.request)))
        (self[.response], self[.hidden]) = (fact.json("response"), fact.json("hidden"))
        (self[.code], self[.message]) = (Cell(call.refusal?.code), Cell(call.refusal?.message))
        self[.awsDeployment] = Cell(call.awsDeployment)
        take(CallTarget(of: call))
    }

    private mutating func take(_ target: CallTarget) {
        (self[.cluster], self[.ecsService]) = (Cell(target.cluster), Cell(target.service))
        (self[.family], self[.function]) = (Cell(target.family), Cell(target.function))
        if target.repository != nil { self[.registry] = target.registry.map(Cell.text) ?? self[.account] }
        (self[.repository], self[.pipeline]) = (Cell(target.repository), Cell(target.pipeline))
    }

    /// Whether it is a call of this action's kind: the request id alone is what anybody may claim.
    fileprivate func isSame(as action: Row<ActionColumn>) -> Bool {
        self[.service] == action[.service] && self[.operation] == action[.operation]
    }
}
