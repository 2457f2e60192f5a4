import Foundation

/// A folder that is removed after its last use.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Writes a program and returns its path.
    ///
    /// Another process writes it: a child process of another test may inherit a descriptor that is open for writing,
    /// and then the program cannot run ("text file busy").
    @discardableResult
    func write(program text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        _ = try Python.run(["sh", "-c", "cat > \"$0\" && chmod 755 \"$0\"", file], input: Array(text.utf8))
        return file
    }
}
