import Glibc

/// Identifies a file among all files that exist now: device and inode.
package struct FileIdentity: Equatable, Sendable {
    /// The file system that it is on.
    package let device: UInt
    private let number: UInt

    /// Nil if there is no file.
    package init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
    }

    package init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
    }
}
