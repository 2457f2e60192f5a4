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
        case .deploymentOpen(let stage, let version, let requester, let worker):
            self.init(.rejected(.deploymentOpen(stage, version: version)))
            what += ": \(requester) asked for it" + (worker.map { ", \($0) sent its last call" } ?? "")
            details["requester"] = .string(requester)
            details["worker"] = worker.map { .string($0) }
        case .otherRollout(let stage, let revision):
            self.init(
                .conflict,
                "otherRollout",
                "somebody else is deploying \(revision) to \(stage), not through this ledger",
                hint: "wait until it has ended, or replace it with stackledger deploy --supersede"
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
        case .leftOpen(let error, let done, let unrecorded, let stage):
            self.init(error, place: place)
            if !done.isEmpty { what += "; done before: \(done.joined(separator: ", "))" }
            if let unrecorded { what += "; sent, but not recorded: \(unrecorded.text)" }
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

extension UnrecordedCall {
    fileprivate var text: String {
        switch answer {
        case .accepted: "\(operation), which AWS accepted"
        case .refused: "\(operation), which AWS refused"
        case .unknown: "\(operation), whose outcome is unknown"
        }
    }
}
