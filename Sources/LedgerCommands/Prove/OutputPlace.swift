import Glibc

/// Where a command may write a file that somebody names: not into the ledger, and not over what is there unless asked.
struct OutputPlace {
    let ledger: String
    let mayReplace: Bool

    func require(_ path: String) throws(Failure) {
        try requireOutside(path)
        guard !mayReplace, BackupTarget.exists(path) else { return }
        throw Failure(.conflict, "exists", "\(path) is there already", hint: "name another file, or --force")
    }

    /// The ledger's own files look like any other to whoever mistypes a name.
    func requireOutside(_ path: String) throws(Failure) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard let place = Self.real(folder), let inside = Self.real(ledger) else { return }
        guard place == inside || place.hasPrefix("\(inside)/") else { return }
        throw .usage(
            "\(path) is inside of the ledger",
            hint: "keep it elsewhere, where the ledger's keeper cannot change it"
        )
    }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
