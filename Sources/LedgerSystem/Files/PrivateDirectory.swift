import Glibc

/// A new directory for temporary files, which only its owner may read.
package struct PrivateDirectory: Sendable {
    package let path: String

    /// Its name begins with `prefix`; it is in `TMPDIR`, or in `/tmp`.
    package init(_ prefix: String) throws(PrivateDirectoryError) {
        let parent = Environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw PrivateDirectoryError(parent: parent, error: .last) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with the files in it, which must not be directories.
    package func remove() {
        if let stream = opendir(path) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                unlink("\(path)/\(name)")
            }
            closedir(stream)
        }
        rmdir(path)
    }
}

package struct PrivateDirectoryError: Error, Equatable, Sendable {
    package let parent: String
    package let error: SystemError
}
