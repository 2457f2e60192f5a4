package import LedgerDomain
import LedgerLog
package import LedgerValues
package import LedgerViews
import LedgerSystem

/// The views of a ledger, opened at the moment that a query asks for.
package struct OpenViews {
    package let ledger: Ledger
    package let session: ViewSession
    package let now: Timestamp

    init(_ ledger: Ledger, store: ViewStore, at moment: MomentText?, withLog: Bool) throws(OperationError) {
        self.ledger = ledger
        now = ledger.clock()
        let moment =
            switch moment {
            case nil: Moment.now
            case .moment(let moment)?: moment
            case .end(let id, let version)?: try Self.end(of: version, of: id, in: store, now: now)
            }
        do { session = try store.open(at: moment, now: now, withLog: withLog) } catch { throw .views(error) }
    }

    init(
        _ ledger: Ledger,
        store: ViewStore,
        _ log: any EventLog,
        provenFor stack: StackName
    ) throws(OperationError) {
        self.ledger = ledger
        now = ledger.clock()
        do { session = try store.proven(of: stack, in: log, now: now) } catch { throw .views(error) }
    }

    /// The rows of a statement.
    package func rows(
        _ statement: Statement,
        _ parameters: [String: Cell] = [:],
        limit: Int = .max
    ) throws(OperationError) -> Rows {
        do { return Rows(try session.rows(of: statement, parameters, limit: limit)) } catch { throw .views(error) }
    }

    /// The position of the last event of a deployment so far: when it ended, if it has.
    private static func end(
        of version: Int,
        of id: StageID,
        in store: ViewStore,
        now: Timestamp
    ) throws(OperationError) -> Moment {
        let found: Table
        do {
            found = try store.open(now: now).rows(of: .deploymentEnd, id.parameters(version: version))
        } catch { throw .views(error) }
        guard case .integer(let position)? = found["position"].first else { throw .missing(.version(id, version)) }
        return .position(Int(position))
    }
}

extension StageID {
    /// What the statements on a stage ask for.
    package var parameters: [String: Cell] {
        ["stack": .text(stack.rawValue), "stage": .text(stage.rawValue)]
    }

    package func parameters(version: Int) -> [String: Cell] {
        parameters.merging(["version": .integer(Int64(version))]) { $1 }
    }
}

extension OpenViews {
    /// The stages of a stack that must be there, or of all.
    package func stages(of stack: String?) throws(OperationError) -> Rows {
        guard let stack else { return try rows(.stages) }
        let name = try StackName(argument: stack)
        try require(name)
        return try rows(.stages, ["stack": .text(name.rawValue)])
    }

    package func require(_ stack: StackName) throws(OperationError) {
        guard try rows(.stack, ["stack": .text(stack.rawValue)]).rows.isEmpty else { return }
        throw .rejected(.stackUnknown(stack))
    }

    package func row(of id: StageID) throws(OperationError) -> Row? {
        try rows(.stage, id.parameters).rows.first
    }

    /// The row of a stage that must be there, or have been.
    @discardableResult
    package func require(_ id: StageID) throws(OperationError) -> Row {
        if let row = try row(of: id) { return row }
        // A stage that was removed still has its history.
        if let run = try rows(.historyOfStage, id.parameters.limited(to: 1)).rows.first { return run }
        throw .rejected(.stageUnknown(id))
    }
}

extension [String: Cell] {
    /// At most so many rows; -1 for all.
    package func limited(to limit: Int) -> [String: Cell] {
        merging(["limit": .integer(Int64(limit))]) { $1 }
    }
}
