import LedgerLog
import LedgerOperations
import LedgerSystem
import LedgerValues

extension Failure {
    init(_ error: ProvingError) {
        switch error {
        case .unreadable(let path, let code):
            self.init(
                SystemError(code) == .missingFile ? .notFound : .unexpected,
                "file",
                "\(path): \(SystemError(code).text)",
                hint: "name a file that can be read"
            )
        case .unwritable(let path, let code):
            self.init(
                .unexpected,
                "file",
                "\(path): \(SystemError(code).text)",
                hint: "name a place that can be written"
            )
        case .invalid(let path, let why, let isUnknownKey):
            self.init(
                .verificationFailed,
                "verification",
                "\(path): \(why)",
                hint: isUnknownKey
                    ? "--key names the key that signed it; a replaced key is in stackledger events --type ledger"
                    : "it was changed, cut off, or is of another ledger: get it again from whoever made it",
                details: ["file": .string(path)]
            )
        case .problem(let problem):
            self.init(
                .verificationFailed,
                "verification",
                (problem.position.map { "#\($0): " } ?? "") + problem.description,
                hint: problem.hint,
                details: ["position": problem.position?.json ?? .null]
            )
        case .doesNotContinue(let error):
            self.init(error)
            hint =
                "the key only signs what continues its last checkpoint; after an accepted loss: stackledger keys generate --replace -m WHY"
        case .unproven(let what, let why):
            self.init(.verificationFailed, "verification", "\(what) cannot be proved: \(why)", hint: Self.verifyHint)
        case .headDiffers:
            self.init(
                .verificationFailed,
                "verification",
                "the root in the log's head does not match the events",
                hint: Self.verifyHint
            )
        case .unsignable(let why): self.init(.unexpected, "note", why, hint: "report this")
        }
    }

    private static let verifyHint: ShellText = "stackledger verify names the first event that is wrong"

    init(_ error: KeyFileError) {
        switch error {
        case .sealingKeyFile(let path, let fault):
            self.init(.unexpected, "sealingKey", "\(path): \(fault.reason)", hint: fault.hint)
        case .noSealingKey(let path):
            self = .notFound("\(path): there is no sealing key", hint: "it may have been destroyed before")
        case .sealingKeyExists(let path):
            self.init(
                .refused,
                "sealingKeyExists",
                "\(path) has a sealing key",
                hint: "leave out --new to add another"
            )
        case .sealingKeyElsewhere(let origin):
            self.init(
                .refused,
                "sealingKeyElsewhere",
                "the sealing keys come from \(origin.name)",
                hint: "change them there: the oldest first, a new one last; or unset \(origin.name)"
            )
        case .signingKeyFile(let path, let fault):
            self.init(.unexpected, "signingKey", "\(path): \(fault.reason)", hint: fault.hint)
        case .signingKeyReadableByOthers(let path):
            self.init(.unexpected, "signingKey", "\(path): others may read it", hint: "chmod 600 \(path)")
        case .signingKeyDamaged(let path, let why):
            self.init(.unexpected, "signingKey", "\(path): \(why)", hint: "put the key back from your copy")
        case .signingKeyExists(let path):
            self.init(
                .conflict,
                "exists",
                "\(path) already exists",
                hint: "stackledger keys show prints its public half"
            )
        case .noSigningKey:
            self.init(
                .notFound,
                "noSigningKey",
                "this ledger has no signing key",
                hint: "stackledger keys generate makes one"
            )
        case .foreignSigningKey(let path, let name, let origin):
            self.init(
                .verificationFailed,
                "signingKey",
                "\(path) is the key of '\(name)', this ledger is '\(origin)'",
                hint: "put this ledger's own key there"
            )
        }
    }
}

extension AuditProblem {
    fileprivate var hint: ShellText {
        switch fault {
        case .views: Failure.viewsHint
        case .keySuccession: "do not trust the new key; --key names the one that counts"
        default: "stackledger restore puts a backup in its place; keep this ledger as evidence"
        }
    }
}
