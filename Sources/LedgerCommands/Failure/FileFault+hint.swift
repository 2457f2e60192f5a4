import LedgerSystem

extension FileFault {
    /// What to do.
    var hint: ShellText { isFull ? "free some space and try again" : "check the folder's owner and mode" }
}
