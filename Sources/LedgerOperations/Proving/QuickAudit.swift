package import LedgerLog
import LedgerSQLite
import LedgerViews

/// What a glance at a ledger finds: its head, the stored tree and the newest events.
package struct QuickAudit: Sendable {
    /// How many events were hashed again.
    package let read: Int
    package let problem: AuditProblem?

    package init(of ledger: Ledger) throws(OperationError) {
        var options = AuditOptions()
        options.depth = .quick
        options.tree = try? StoredTree(ofLedger: ledger.directory)
        let report: AuditReport
        do { report = try DirectoryAudit.run(at: ledger.directory, options) } catch { throw .log(error) }
        (read, problem) = (report.read, report.problems.first)
    }
}
