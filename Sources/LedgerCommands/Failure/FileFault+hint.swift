import LedgerSystem

extension FileFault {
    /// What to do.
    var hint: String { isFull ? "free some space and repeat" : "check the folder's owner and mode" }
}
