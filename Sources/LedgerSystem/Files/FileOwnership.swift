import Glibc

/// Who may change a file or a directory.
package struct FileOwnership: Sendable {
    private let owner: uid_t
    /// Whether its group or everybody may write to it.
    package let isSharedForWriting: Bool

    /// Nil if there is no file, or it may not be looked at.
    ///
    /// `ofLink` is about a link itself, which has no mode, and not about the file that it leads to.
    package init?(_ path: String, ofLink: Bool = false) {
        var status = stat()
        guard (ofLink ? lstat(path, &status) : stat(path, &status)) == 0 else { return nil }
        owner = status.st_uid
        isSharedForWriting = status.st_mode & S_IFMT != S_IFLNK && status.st_mode & 0o022 != 0
    }

    /// Whether the owner is this user or root; or the user who called `sudo`.
    package var isOwn: Bool { owner == geteuid() || owner == 0 || owner == Self.caller }

    /// Whether nobody else may change it.
    package var isOwnAlone: Bool { isOwn && !isSharedForWriting }

    private static var caller: uid_t? {
        geteuid() == 0 ? Environment["SUDO_UID"].flatMap { uid_t($0) } : nil
    }

    /// The name of the owner, or its number.
    package var ownerName: String {
        guard let entry = getpwuid(owner) else { return "\(owner)" }
        return String(cString: entry.pointee.pw_name)
    }
}
