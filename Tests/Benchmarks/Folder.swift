import Glibc

/// A folder of files that a run makes.
struct Folder {
    let path: String

    init(in directory: String) throws(BenchmarkError) {
        var template = Array("\(directory)/bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw BenchmarkError(directory, errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private init(path: String) {
        self.path = path
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A folder of that name, which whoever uses it makes.
    func folder(_ name: String) -> Folder { Folder(path: file(name)) }

    func remove() {
        removeFiles { _ in true }
        rmdir(path)
    }

    /// Removes files, and folders with what is in them.
    func removeFiles(where isMeant: (String) -> Bool) {
        for name in names where isMeant(name) {
            if unlink(file(name)) != 0 { folder(name).remove() }
        }
    }

    /// Bytes of the files that are meant.
    func size(where isMeant: (String) -> Bool) -> Int {
        names.filter(isMeant).reduce(0) { total, name in
            var status = stat()
            return stat(file(name), &status) == 0 ? total + Int(status.st_size) : total
        }
    }

    private var names: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
