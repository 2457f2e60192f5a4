import LedgerSystem

/// Where a command may write a file that somebody names: anywhere but into the ledger, and not in the place of a device, a
/// pipe or a link.
///
/// The ledger's own files look like any other to whoever mistypes a name.
package struct OutputPlace: Sendable {
    private let ledger: String

    /// `ledger` is its directory.
    package init(ledger: String) {
        self.ledger = ledger
    }

    package func require(_ path: String) throws(OperationError) {
        guard DurableFile.isReplaceable(path) || DurableFile.isDirectory(path) else { throw Self.taken(path) }
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let place = DurableFile.resolved(folder), let inside = DurableFile.resolved(ledger) else { return }
        guard place == inside || place.hasPrefix("\(inside)/") else { return }
        throw .input(.insideLedger(path: path))
    }

    /// The path exists and is not a regular file.
    static func taken(_ path: String) -> OperationError {
        .keeping(.unwritable(path: path, code: SystemError.notAFile.code))
    }
}
