import Glibc

/// An error number of the system.
package struct SystemError: Error, Equatable, Sendable {
    package let code: Int32

    package init(_ code: Int32) {
        self.code = code
    }

    /// The number that the last call of this thread left.
    package static var last: SystemError { SystemError(errno) }

    package var text: String { String(cString: strerror(code)) }
}

extension SystemError {
    /// ENOENT.
    package static let missingFile = SystemError(ENOENT)
    /// EISDIR.
    package static let isDirectory = SystemError(EISDIR)
}
