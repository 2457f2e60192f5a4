import LedgerDomain
import LedgerLog
import LedgerValues

extension Failure {
    init(_ error: EventLogError) {
        switch error {
        case .conflict(let subject, let expected, let actual):
            self.init(
                .conflict,
                "conflict",
                "\(subject) has \(actual) events, \(expected) were expected: somebody else was first",
                hint: "read the ledger again and try again"
            )
        case .idReused(let id, let position):
            self.init(
                .conflict,
                "idReused",
                "event id \(id) is already at #\(position) with other content",
                hint: "stackledger show '#\(position)'"
            )
        case .tooLarge(let bytes):
            self.init(
                .usage,
                "tooLarge",
                "an event has \(bytes) bytes",
                hint: "the maximum is \(Record.largest)"
            )
        case .tooDeep:
            self.init(.usage, "tooDeep", "an event is nested deeper than \(JSONReader.deepest)", hint: "nest it less")
        case .discontinuous(let index, let why):
            self.init(
                .conflict,
                "discontinuous",
                "record \(index + 1) of the batch: \(why.text)",
                hint: "replay a whole export, unchanged and in order"
            )
        case .sourceStopped:
            self.init(
                .unexpected,
                "sourceStopped",
                "the file could not be read to its end",
                hint: "replay the file again"
            )
        case .alreadyExists(let path):
            self.init(.conflict, "exists", "\(path) is already a ledger", hint: "use it, or name another directory")
        case .notALedger(let path):
            self.init(.notFound, "notALedger", "\(path) is not a ledger", hint: "stackledger init makes one")
        case .newerSchema(let found, let known):
            self.init(
                .unexpected,
                "newerSchema",
                "the ledger has schema \(found), this program knows up to \(known)",
                hint: "use a newer stackledger"
            )
        case .lostEvents(let acknowledged, let found):
            self.init(
                .verificationFailed,
                "lostEvents",
                "the log has \(found) events, \(acknowledged) were acknowledged",
                hint: "restore log.db from a backup that has them; do not delete head.json"
            )
        case .rootDiffers(let size):
            self.init(
                .verificationFailed,
                "rootDiffers",
                "the log's first \(size) events differ from those that were acknowledged",
                hint: "restore log.db from a backup"
            )
        case .damaged(let detail):
            self.init(.unexpected, "damaged", "the log is damaged: \(detail)", hint: "stackledger doctor")
        case .replaced(let path):
            self.init(
                .conflict,
                "replaced",
                "\(path) was replaced by another file just now; nothing was appended to it",
                hint: "try again"
            )
        case .notADirectory(let path):
            self.init(.unexpected, "notADirectory", "\(path) is not a directory", hint: "name another directory")
        case .notWritable(let path):
            self.init(.unexpected, "notWritable", "\(path) is not writable", hint: "check its owner and mode")
        case .notReadable(let path):
            self.init(.unexpected, "notReadable", "\(path) cannot be read", hint: "check its owner and mode")
        case .diskFull:
            self.init(
                .unexpected,
                "diskFull",
                "the disk is full; nothing was acknowledged",
                hint: "free some space and try again"
            )
        case .busy:
            self.init(.conflict, "busy", "another process kept the ledger locked", hint: "try again")
        case .settingRefused(let setting):
            self.init(
                .unexpected,
                "settingRefused",
                "SQLite refused the setting \(setting)",
                hint: "keep the ledger on a local disk"
            )
        case .storage(let code, let message):
            self.init(.unexpected, "storage", "storage error \(code): \(message)", hint: "stackledger doctor")
        }
    }
}

extension Discontinuity {
    var text: String {
        switch self {
        case .streamVersion(let subject, let expected, let found):
            "version \(found) of \(subject), \(expected) comes next"
        case .recordedTimeDecreases: "its recorded time is before the previous event's"
        case .repeatedID(let id): "it has the id \(id) of an earlier event"
        }
    }
}
