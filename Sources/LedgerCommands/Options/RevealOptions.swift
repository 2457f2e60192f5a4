import ArgumentParser
import LedgerOperations

struct RevealOptions: ParsableArguments {
    @Flag(help: "Open sealed values with the ledger's sealing keys, and show them.")
    var reveal = false

    /// Nil when nothing is to be opened.
    func revealing(_ ledger: Ledger) throws(OperationError) -> Revealing? {
        reveal ? try Revealing(ledger.keys) : nil
    }
}
