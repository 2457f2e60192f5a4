package import LedgerDomain
import LedgerLog
import LedgerValues

/// What a stack gives its stages by default.
package struct StackDefaults: Equatable, Sendable {
    package private(set) var account, region: String?

    package init(of stack: StackName, in ledger: Ledger) throws(OperationError) {
        let log = try ledger.log()
        let records: [StoredRecord]
        do { records = try log.allRecords(of: StreamName.stack(stack).description) } catch { throw .log(error) }
        for record in records {
            guard let data = try? record.read().data else { continue }
            if let account = data["account"] { self.account = account.string }
            if let region = data["region"] { self.region = region.string }
        }
    }
}

extension Ledger {
    /// Refuses a stage that is an ECS service: only a Lambda function has an alias.
    package func requireFunction(_ id: StageID) throws(OperationError) {
        if case .ecs? = try folded(id).definition?.target { throw .refused(.aliasOfService(id)) }
    }
}
