import Glibc

/// A system error number (errno).
package struct SystemError: Error, Equatable, Sendable {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    /// The errno of the last call on this thread.
    package static var last: SystemError { SystemError(errno) }

    package var text: String { String(cString: strerror(code)) }
}

extension SystemError {
    /// ENOENT.
    package static let missingFile = SystemError(ENOENT)
    /// EISDIR.
    package static let isDirectory = SystemError(EISDIR)
}
