import LedgerDomain
import LedgerViews

/// The stages of a stack, in the order in which a change goes through them.
struct StageOrder: Sendable {
    let stack: StackName
    let rows: [Row]

    init(of stack: StackName, _ views: OpenViews) throws(OperationError) {
        self.stack = stack
        try views.require(stack)
        rows = try views.rows(.stages, ["stack": .text(stack.rawValue)]).rows
    }

    /// What the ledger knows of a stage.
    func row(_ id: StageID) throws(OperationError) -> Row {
        guard let row = rows.first(where: { $0.stageID == id }) else { throw .rejected(.stageUnknown(id)) }
        return row
    }

    func after(_ id: StageID) -> [Row] {
        Array(rows.drop { $0.stageID != id }.dropFirst())
    }

    /// The stage that a promotion to `target` takes from: the named one, or the one right before.
    func source(_ named: StageName?, of target: StageID) throws(OperationError) -> StageID {
        _ = try row(target)
        let earlier = rows.prefix { $0.stageID != target }.map(\.stageID)
        guard let named else {
            guard let last = earlier.last else {
                throw .refused(.noEarlierStage(target))
            }
            return last
        }
        let source = StageID(stack, named)
        _ = try row(source)
        guard earlier.contains(source) else {
            throw .refused(.notEarlier(source, than: target))
        }
        return source
    }
}
