import LedgerDomain
import LedgerLog
import LedgerOperations
import LedgerValues

extension Failure {
    /// The one place where an operation's error becomes a text, a hint and an exit code.
    ///
    /// `place` says where a proposal stood, as "events.jsonl, line 3", and nil when there is but one.
    init(_ error: OperationError, place: (Int) -> String? = { _ in nil }) {
        switch error {
        case .input(let error): self.init(error)
        case .missing(let thing): self.init(thing)
        case .rejected(let rejection, let index):
            self.init(rejection)
            locate(index.flatMap(place))
        case .malformed(let why, let index):
            self.init(.usage, "malformed", why, hint: "see 'stackledger record --help' for the form of an event")
            locate(index.flatMap(place))
        case .idempotencyKeyReused(let key):
            self.init(
                .conflict,
                "idempotencyKeyReused",
                "the idempotency key '\(key)' was used with other arguments",
                hint: "use a new key for something new"
            )
        case .contended: self.init(.conflict, "contended", "other writers kept getting in first", hint: "try again")
        case .log(let error): self.init(error)
        case .views(let error): self.init(error)
        case .sealing(let error, let index):
            self.init(error)
            locate(index.flatMap(place))
        case .unsealing(let error, let place, let origin): self.init(error, of: place, keysFrom: origin)
        case .keys(let error): self.init(error)
        case .cloud(let error): self.init(error)
        case .busy(let stage, let holder):
            self.init(
                .conflict,
                "stageBusy",
                "\(holder) acts on \(stage)",
                hint: "stackledger wait \(stage), or --lock-wait 10m",
                details: ["holder": .string(holder)]
            )
        case .leaseUnusable(let path, let code):
            self.init(.unexpected, "lease", "\(path): error \(code)", hint: "check the directory's owner and mode")
        case .unexpectedVersion(let stage, let expected, let newest):
            self.init(
                .conflict,
                "unexpected",
                "\(stage) is at v\(newest), v\(expected) was expected",
                hint: "stackledger history \(stage)"
            )
        case .refused(let refusal): self.init(refusal)
        case .unfinished(let result): self = result.failure ?? Failure(.rejected(.noOpenDeployment(result.stage)))
        case .leftOpen(let error, let done, let stage):
            self.init(error, place: place)
            what += "; done before: \(done.joined(separator: ", "))"
            hint += "; then stackledger recover \(stage)"
        case .interrupted(let interruption): self.init(interruption)
        case .proving(let error): self.init(error)
        case .keeping(let error): self.init(error)
        }
    }

    private mutating func locate(_ place: String?) {
        guard let place else { return }
        what = "\(place): \(what)"
        details["at"] = .string(place)
    }

    private init(_ interruption: Interruption) {
        switch interruption {
        case .deployment(let stage, let isPromotion):
            self.init(
                .interrupted,
                "interrupted",
                "interrupted; what AWS has started goes on",
                // A promotion may have come to a later stage.
                hint: "stackledger recover" + (isPromotion ? "" : " \(stage), or stackledger wait \(stage)")
            )
        case .approval: self.init(.interrupted, "interrupted", "interrupted", hint: "stackledger recover")
        case .wait(let stage): self.init(.interrupted, "interrupted", "interrupted", hint: "stackledger wait \(stage)")
        case .recovery(let stage):
            self.init(.interrupted, "interrupted", "interrupted", hint: "stackledger recover \(stage)")
        case .reading: self.init(.interrupted, "interrupted", "interrupted; nothing was changed", hint: "try again")
        }
    }
}
