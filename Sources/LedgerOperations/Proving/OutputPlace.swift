import Glibc

/// Where a command may write a file that somebody names: anywhere but into the ledger.
///
/// The ledger's own files look like any other to whoever mistypes a name.
package struct OutputPlace: Sendable {
    private let ledger: String

    /// `ledger` is its directory.
    package init(ledger: String) {
        self.ledger = ledger
    }

    package func require(_ path: String) throws(OperationError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let place = Self.real(folder), let inside = Self.real(ledger) else { return }
        guard place == inside || place.hasPrefix("\(inside)/") else { return }
        throw .input(.insideLedger(path: path))
    }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
