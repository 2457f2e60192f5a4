import Glibc

/// The files below a directory, in the order of their names.
package enum FileTree {
    /// Without those whose name begins with a dot; `path` itself if it is no directory.
    ///
    /// - Throws: For a directory that cannot be read.
    package static func files(at path: String) throws(SystemError) -> [String] {
        var status = stat()
        guard path != "-", stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        var files: [String] = []
        for name in try names(in: path) {
            let inner = path.hasSuffix("/") ? "\(path)\(name)" : "\(path)/\(name)"
            // A link could lead round in a circle.
            guard lstat(inner, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: files += try self.files(at: inner)
            case S_IFREG: files.append(inner)
            case S_IFLNK where stat(inner, &status) == 0 && status.st_mode & S_IFMT == S_IFREG: files.append(inner)
            default: continue
            }
        }
        return files
    }

    private static func names(in directory: String) throws(SystemError) -> [String] {
        guard let stream = opendir(directory) else { throw .last }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
