package import LedgerDomain
import LedgerLog
import LedgerValues

/// The account and the region that a stack's new stages get.
package struct StackDefaults: Equatable, Sendable {
    package let account, region: String?

    package init(of stack: StackName, in ledger: Ledger) throws(OperationError) {
        let log = try ledger.log()
        var fold = Fold()
        do { try fold.read(.stack(stack), in: log) } catch { throw .log(error) }
        (account, region) = (fold.account, fold.region)
    }

    private struct Fold: StreamFold {
        var version = 0
        private(set) var account, region: String?

        mutating func take(_ record: Record, at position: Int) {
            if let account = record.data["account"] { self.account = account.string }
            if let region = record.data["region"] { self.region = region.string }
        }
    }
}

extension Ledger {
    /// Refuses a stage that is an ECS service: only a Lambda function has an alias.
    package func requireFunction(_ id: StageID) throws(OperationError) {
        if case .ecs? = try folded(id).definition?.target { throw .refused(.aliasOfService(id)) }
    }
}
