import Glibc

/// A small file that only its owner may read.
struct PrivateFile {
    let path: String
    /// The code of every failure on it.
    let code: String

    /// The largest that is read.
    private static let largest = 1 << 20

    /// Its contents, nil where there is no file.
    ///
    /// Refused when others may read it, or might have written it.
    func read() throws(Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(.unexpected, code, "\(path): others may read it", hint: "chmod 600 \(path)")
        }
        return try Self.contents(of: descriptor, atMost: Self.largest) { failure($0) }
    }

    /// Puts `bytes` in its place, whole or not at all, and durable when it returns.
    ///
    /// A file that is there is replaced, unless this one must be new: then it is left, and refused.
    func write(_ bytes: [UInt8], isNew: Bool = false) throws(Failure) {
        let new = "\(path).new-\(getpid())"
        unlink(new)
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            isNew ? link(new, path) == 0 : rename(new, path) == 0
        else {
            let code = errno
            unlink(new)
            throw failure(code)
        }
        if isNew { unlink(new) }
        try syncFolder()
    }

    /// Gives the file a second name, under which it stays when another takes its place.
    func keep(as name: String) throws(Failure) {
        guard link(path, name) == 0 || errno == EEXIST else { throw failure(errno) }
        try syncFolder()
    }

    func move(to name: String) throws(Failure) {
        guard rename(path, name) == 0 else { throw failure(errno) }
        try syncFolder()
    }

    /// Makes the folder of the file, which only its owner may enter.
    func makeFolder() throws(Failure) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(errno) }
    }

    private var folder: String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private func syncFolder() throws(Failure) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private func failure(_ error: Int32) -> Failure {
        Failure(
            .unexpected,
            code,
            "\(path): \(String(cString: strerror(error)))",
            hint: error == EEXIST ? "it is left as it is" : "check the directory's owner and mode"
        )
    }
}

extension PrivateFile {
    /// The bytes of an open file, refused when there are more than `most`.
    static func contents(
        of descriptor: Int32,
        atMost most: Int,
        orFailure failure: (Int32) -> Failure
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= most else { throw failure(EFBIG) }
        }
    }
}
