import LedgerLog
import LedgerOperations
import LedgerSystem
import LedgerValues

extension Failure {
    init(_ error: KeepingError) {
        switch error {
        case .foreign(let access):
            self.init(
                .unexpected,
                "foreignLedger",
                access.text,
                hint: access.hint,
                details: ["ledger": .string(access.ledger), "path": .string(access.path)]
            )
        case .backupDiskFull:
            self.init(
                .unexpected,
                "diskFull",
                "the disk is full; no backup was made",
                hint: "free some space and try again"
            )
        case .backupBusy:
            self.init(.conflict, "busy", "another backup is being written there", hint: "try again when it is done")
        case .backupUnwritable(let path):
            self.init(
                .unexpected,
                "notWritable",
                "\(path) cannot be written",
                hint: "name a place that exists and can be written"
            )
        case .backupExists(let path):
            self.init(.conflict, "exists", "\(path) already exists", hint: "--force replaces it")
        case .backupUnreadable(let path, let code):
            self.init(
                SystemError(code) == .missingFile ? .notFound : .unexpected,
                "file",
                "\(path): \(SystemError(code).text)",
                hint: "name a backup that can be read"
            )
        case .backupDamaged(let path, let why):
            self.init(
                .verificationFailed,
                "damagedBackup",
                "\(path): \(why)",
                hint: "take another backup; nothing was changed",
                details: ["file": .string(path)]
            )
        case .logInUse(let directory):
            self.init(
                .conflict,
                "busy",
                "another process has the log of \(directory) open; nothing was changed",
                hint: "end it and try again"
            )
        case .restoreUnderWay(let directory):
            self.init(
                .conflict,
                "busy",
                "another restore is under way in \(directory)",
                hint: "try again when it is done"
            )
        case .otherLedger(let other):
            self.init(
                .verificationFailed,
                "otherLedger",
                other.text,
                hint: "name a backup of this ledger, or with --ledger a new directory"
            )
        case .forked(let backup, let name, let size):
            self.init(
                .verificationFailed,
                "forked",
                "the first \(size) events of \(backup) are not those of \(name)",
                hint: "one of them was rewritten: verify both with a checkpoint that is kept elsewhere",
                details: ["size": size.json]
            )
        case .lossNotAccepted(let backup, let restored, let name, let acknowledged):
            self.init(
                .refused,
                "lossNotAccepted",
                "\(backup) has \(restored) events, \(name) has \(acknowledged): "
                    + "\(acknowledged - restored) would be lost",
                hint: "restore a newer backup, or accept the loss: --accept-loss -m \"why\"",
                details: [
                    "acknowledged": acknowledged.json, "restored": restored.json,
                    "lost": (acknowledged - restored).json,
                ]
            )
        case .replay(let fault, let place):
            self.init(.usage, "replay", "\(place): \(fault.text)", hint: fault.hint, details: ["at": .string(place)])
        case .unwritable(let path, let code):
            self.init(
                .unexpected,
                "notWritable",
                "\(path): \(SystemError(code).text)",
                hint: SystemError(code) == .notAFile
                    ? "name a regular file, or a new one" : "check the directory's owner and mode"
            )
        case .unreadableInput(let path, let code):
            let error = SystemError(code)
            self.init(
                error == .missingFile ? .notFound : error == .isDirectory ? .usage : .unexpected,
                "unreadable",
                "\(path): \(error.text)",
                hint: "name a file that can be read, or - for standard input"
            )
        case .lineTooLong(let place, let longest):
            self = .usage("\(place): longer than \(longest) bytes", hint: "write one JSON object per line")
        }
    }
}

extension ForeignAccess {
    var text: String {
        switch kind {
        case .owner(let name): "\(path) belongs to \(name), not to you"
        case .writable: "others may write to \(path)"
        }
    }

    var hint: ShellText {
        let variable: ShellText = "\(LedgerDirectory.safeDirectories)=\(ledger)"
        return switch kind {
        case .owner: "work as that user, or trust it: \(variable)"
        case .writable: "chmod -R go-w \(ledger), or trust it: \(variable)"
        }
    }
}

extension KeepingError.OtherLedger {
    fileprivate var text: String {
        switch self {
        case .backup(let backup, let ledger, let directory, let found):
            "\(backup) is of the ledger \(ledger), \(directory) holds \(found)"
        case .signingKey(let file, let origin, let key):
            "\(file) is of '\(origin)', the signing key here is that of '\(key)'"
        case .checkpoint(let file, let origin, let checkpoint, let found):
            "\(file) is of '\(origin)', \(checkpoint) of '\(found)'"
        }
    }
}

extension KeepingError.ReplayFault {
    fileprivate var text: String {
        switch self {
        case .notARecord(let why): why
        case .unsealed(let value): value.text
        case .otherEvent(let position): "not the event that this ledger has at #\(position)"
        case .otherRoot(let found, let expected): "the root is \(found), not \(expected)"
        case .cutOff: "the file ends in the middle of a line"
        case .carriageReturn: "a carriage return before the newline"
        case .recordedAhead(let time): "it was recorded at \(time), more than a day from now"
        case .discontinuous(let why): why.text
        }
    }

    fileprivate var hint: ShellText {
        switch self {
        case .notARecord: "replay takes what export printed"
        case .unsealed(let value): value.hint
        case .otherEvent: "replay it into a ledger of its own"
        case .otherRoot: "it is not the export that --root is of"
        case .cutOff: "get the whole file"
        case .carriageReturn: "replay the file as export printed it, with plain newlines"
        case .recordedAhead: "check the clock of this machine, and of the one that recorded it"
        case .discontinuous: "replay takes a whole export, unchanged and in order"
        }
    }
}
