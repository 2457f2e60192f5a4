import LedgerSystem

extension FileFault {
    /// What to do.
    var hint: String { isFull ? "free some space and try again" : "check the folder's owner and mode" }
}
