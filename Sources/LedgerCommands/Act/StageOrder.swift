import LedgerDomain
import LedgerViews

/// The stages of a stack, in the order in which a change goes through them.
struct StageOrder {
    let stack: StackName
    let rows: [Row]

    init(of stack: StackName, _ asking: Asking) throws(Failure) {
        self.stack = stack
        guard try !asking.rows(.stack, ["stack": .text(stack.rawValue)]).rows.isEmpty else {
            throw Failure(Rejection.stackUnknown(stack))
        }
        rows = try asking.rows(.stages, ["stack": .text(stack.rawValue)]).rows
    }

    /// What the ledger knows of a stage.
    func row(_ id: StageID) throws(Failure) -> Row {
        guard let row = rows.first(where: { $0.stageID == id }) else { throw Failure(Rejection.stageUnknown(id)) }
        return row
    }

    func after(_ id: StageID) -> [Row] {
        Array(rows.drop { $0.stageID != id }.dropFirst())
    }

    /// The stage that a promotion to `target` takes from: the named one, or the one right before.
    func source(_ named: StageName?, of target: StageID) throws(Failure) -> StageID {
        _ = try row(target)
        let earlier = rows.prefix { $0.stageID != target }.map(\.stageID)
        guard let named else {
            guard let last = earlier.last else {
                throw Failure(
                    .refused,
                    "noEarlierStage",
                    "\(target) is the first stage of \(stack.rawValue)",
                    hint: "stackledger deploy \(target) --image REF"
                )
            }
            return last
        }
        let source = StageID(stack, named)
        _ = try row(source)
        guard earlier.contains(source) else {
            throw Failure(
                .refused,
                "notEarlier",
                "\(source) does not stand before \(target)",
                hint: "stackledger status \(stack.rawValue) shows the order"
            )
        }
        return source
    }
}
