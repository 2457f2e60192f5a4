import LedgerDomain
import LedgerProcessor

extension StageGroup {
    /// Refuses a stage whose image an ECS service runs.
    static func requireFunction(_ id: StageID, _ options: ShapeOptions) throws(Failure) {
        let ledger = try OpenLedger.forReading(options.ledger).stage(id, by: "")
        let target: StageTarget?
        do { target = try ledger.current().definition?.target } catch { throw Failure(error, on: id) }
        if case .ecs? = target { throw aliasOfService(id) }
    }

    static func aliasOfService(_ id: StageID) -> Failure {
        Failure(.refused, "aliasOfService", "\(id) is an ECS service", hint: "only a Lambda function has an alias")
    }
}
