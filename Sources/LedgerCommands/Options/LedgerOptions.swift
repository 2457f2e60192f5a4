import ArgumentParser
import LedgerOperations
import LedgerSystem

struct LedgerOptions: ParsableArguments {
    @Option(help: "The ledger's directory.", completion: .directory)
    private var ledger: String?

    /// The directory that is asked for, nil when none is.
    func namedDirectory() throws(OperationError) -> String? {
        guard let name = ledger ?? Environment["STACKLEDGER_LEDGER"] else { return nil }
        return try LedgerDirectory(named: name).path
    }

    /// The directory of the ledger that is named, or the nearest one.
    func directory() throws(OperationError) -> String {
        if let named = try namedDirectory() { named } else { try LedgerDirectory.nearest().path }
    }

    func open(for access: Ledger.Access) throws(OperationError) -> Ledger {
        Ledger(try directory(), for: access, report: ReportPrinter().report)
    }
}
