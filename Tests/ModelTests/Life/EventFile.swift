import Glibc
import LedgerValues

/// A file of EventBridge's events, one a line.
enum EventFile {
    struct Unwritable: Error {}

    static func write(_ events: [JSONValue], to path: String) throws {
        try write(lines: events.map(CanonicalJSON.bytes), to: path)
    }

    static func write(lines: [[UInt8]], to path: String) throws {
        guard let file = fopen(path, "w") else { throw Unwritable() }
        defer { fclose(file) }
        for line in lines {
            let line = line + [UInt8(ascii: "\n")]
            guard fwrite(line, 1, line.count, file) == line.count else { throw Unwritable() }
        }
    }

    /// For a diary.
    static func name(of event: JSONValue) -> String {
        let detail = event["detail"]
        let id = detail?["deploymentId"]?.string ?? detail?["startedBy"]?.string ?? ""
        return "\(detail?["eventName"]?.string?.dropFirst(19) ?? "task") \(id)"
    }
}
