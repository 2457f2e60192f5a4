import Glibc

/// A system error number (errno).
package struct SystemError: Error, Equatable, Sendable {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    /// The errno of the last call on this thread.
    package static var last: SystemError { SystemError(errno) }

    package var text: String { self == .notAFile ? "it is not a regular file" : String(cString: strerror(code)) }
}

extension SystemError {
    /// ENOENT.
    package static let missingFile = SystemError(ENOENT)
    /// Not of the system: a device, a pipe or a link has the name of a file.
    package static let notAFile = SystemError(-1)
    /// EISDIR.
    package static let isDirectory = SystemError(EISDIR)
}
