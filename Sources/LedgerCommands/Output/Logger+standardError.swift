import LedgerValues
import Logging

extension Logger {
    /// Writes each message of debug level and above as one line on standard error.
    static let toStandardError = Logger(label: "stackledger") { _ in StandardErrorLog() }
}

private struct StandardErrorLog: LogHandler {
    var logLevel = Logger.Level.debug
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let details = all.sorted { $0.key < $1.key }.map { "\($0.key)=\("\($0.value)".shellQuoted)" }
        StandardError.note((["\(event.level): \(event.message)"] + details).joined(separator: " "))
    }
}
