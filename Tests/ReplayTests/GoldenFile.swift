import Foundation
import Testing

/// A file that holds what must be answered.
///
/// With `RECORD=1` in the environment it is written anew, and the test fails: what was recorded is to be read before it
/// is believed.
struct GoldenFile {
    let path: String

    private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    func expect(_ actual: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let recorded = try? String(contentsOfFile: path, encoding: .utf8)
        guard Self.isRecording else {
            let comment: Comment = "\(path) says otherwise; RECORD=1 swift test --filter ReplayTests writes it anew"
            #expect(recorded == actual, comment, sourceLocation: sourceLocation)
            return
        }
        guard recorded != actual else { return }
        try actual.write(toFile: path, atomically: true, encoding: .utf8)
        Issue.record("recorded \(path)", sourceLocation: sourceLocation)
    }

    /// While recording, a file that nothing asks for any more goes away.
    static func expectOnly(
        _ names: [String],
        in folder: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: folder)
        for name in found.sorted() where !names.contains(name) {
            if isRecording { try FileManager.default.removeItem(atPath: "\(folder)/\(name)") }
            Issue.record("\(folder)/\(name) answers no query", sourceLocation: sourceLocation)
        }
    }
}
