import LedgerLog
import LedgerOperations

extension Failure {
    /// Never tells a value, nor anything of a key but its id.
    init(_ error: SealingError) {
        switch error {
        case .noKey(let origin):
            self.init(
                .unexpected,
                "noSealingKey",
                "\(origin.name): no such file, so nothing can be sealed or opened",
                hint: "put the ledger's sealing key back, or give it as STACKLEDGER_SEAL_KEY; "
                    + "'stackledger keys rotate-seal --new' begins with a new one"
            )
        case .unreadable(let origin, let reason):
            self.init(
                .unexpected,
                "sealingKey",
                "\(origin.name): \(reason)",
                hint: "put the ledger's sealing key back, or give it as STACKLEDGER_SEAL_KEY"
            )
        case .readableByOthers(let path):
            self.init(.unexpected, "sealingKey", "\(path): others may read it", hint: "chmod 600 it")
        case .malformed(let origin):
            self.init(
                .unexpected,
                "sealingKey",
                "\(origin.name): not a sealing key",
                hint: "a sealing key is 64 hexadecimal digits; of several, the oldest is first"
            )
        case .command(let fault):
            self.init(
                .unexpected,
                "sealingKeyCommand",
                "\(SealKeyOrigin.command.name): the command \(fault.text)",
                hint: "run it by hand; it has to print the sealing key, and nothing else"
            )
        case .allowListUnreadable(let path, let reason):
            self.init(
                .unexpected,
                "sealAllow",
                "\(path): \(reason)",
                hint: "it lists the values that may stay in the clear; a ledger can do without it"
            )
        case .invalidAllowListLine(let path, let bad):
            self.init(
                .unexpected,
                "sealAllow",
                "\(path), line \(bad.line): not the name of a value",
                hint:
                    "write a pattern like dockerLabels.com.example.build-id or command; environments are always sealed"
            )
        }
    }

    /// Without an origin the keys are those that a deployment runs with.
    init(_ error: UnsealError, of place: String, keysFrom origin: SealKeyOrigin?) {
        guard let origin else {
            self.init(
                .unexpected,
                "unsealing",
                "a sealed value of \(place) does not open: \(error)",
                hint: "stackledger doctor"
            )
            return
        }
        switch error {
        case .otherKey(let id):
            self.init(
                .unexpected,
                "otherSealingKey",
                "a value of \(place) is sealed with key \(id), which is not in \(origin.name)",
                hint: "add that key, before the others if it is older"
            )
        case .damaged:
            self.init(
                .unexpected,
                "sealDamaged",
                "a sealed value of \(place) was changed, or moved from elsewhere",
                hint: "stackledger doctor"
            )
        }
    }
}

extension UnsealedValue {
    var text: String {
        guard let rule else { return "\(path) is an environment value in the clear" }
        return "\(path) looks like a credential (\(rule)) and is in the clear"
    }

    var hint: ShellText {
        let record: ShellText = "import the events with 'stackledger record', which seals it"
        return rule == nil ? record : "\(record), or allow \(path.name) in the ledger's seal-allow"
    }
}

extension SealKeyOrigin {
    var name: String {
        switch self {
        case .variable(let name): name
        case .command: SealKeys.command
        case .file(let path): path
        }
    }
}

extension SealCommandFault {
    fileprivate var text: String {
        switch self {
        case .notStarted(let reason): "could not be started: \(reason)"
        case .notFound: "was not found"
        case .exited(let status): "ended with status \(status)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .timedOut(let seconds): "did not end within \(seconds) seconds"
        case .printedTooMuch: "printed more than a key"
        }
    }
}
