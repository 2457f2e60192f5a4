import LedgerDomain
import LedgerSystem
import LedgerViews

extension Ledger {
    /// The views as they were at `moment`, with every event in them that was acknowledged before the call.
    ///
    /// A query that reads records' data asks for them `withLog`. They are not kept open: whoever has to wait lets them go,
    /// so that another process can rebuild them.
    package func views(at moment: MomentText? = nil, withLog: Bool = false) throws(OperationError) -> OpenViews {
        let store = try viewStore()
        // A statement that reads the log's tables must know that they are its tables.
        if withLog { _ = try reader() }
        return try OpenViews(self, store: store, at: moment, withLog: withLog)
    }

    /// The views of one stack, made from the log: what an act decides on.
    ///
    /// - Throws: ``ViewError/differs(_:)`` if `views.db` says something else.
    func views(provenFor stack: StackName) throws(OperationError) -> OpenViews {
        try OpenViews(self, store: try viewStore(), try log(), provenFor: stack)
    }

    /// The views of a directory, which must be a ledger: views would be made in any directory.
    private func viewStore() throws(OperationError) -> ViewStore {
        // Views that are up to date with head.json are asked without the log; it must be there all the same.
        if acknowledgedSize == nil || DurableFile.isEmpty("\(directory)/log.db") { _ = try reader() }
        return ViewStore(directory: try viewDirectory(), log: LogAccess(directory: directory)) {
            [report] position, total in
            if total > 20_000 { report(.progress(.updatingViews, done: position, total: total)) }
        }
    }
}
