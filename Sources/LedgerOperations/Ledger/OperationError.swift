package import LedgerDomain
package import LedgerLog
import LedgerProcessor
package import LedgerViews

/// Why an operation did not do what it was asked.
///
/// A case carries data, not sentences: the text, the hint and the exit code are made in one place, by whoever tells a
/// person.
package indirect enum OperationError: Error, Equatable, Sendable {
    /// An argument is not what it should be.
    case input(InputError)
    /// What was named does not exist.
    case missing(MissingThing)
    /// The domain refused an event; `index` is its place in the batch, from 0.
    case rejected(Rejection, index: Int? = nil)
    /// An event has the wrong form.
    case malformed(String, index: Int? = nil)
    case idempotencyKeyReused(String)
    /// Other writers kept getting in first.
    case contended
    case log(EventLogError)
    case views(ViewError)
    case sealing(SealingError, index: Int? = nil)
    /// `place` names what holds the value; without an origin the keys are those that the deployment runs with.
    case unsealing(UnsealError, place: String, keysFrom: SealKeyOrigin?)
    case keys(KeyFileError)
    case cloud(CloudError)
    /// Another process acts on the stage.
    case busy(StageID, holder: String)
    /// A deployment of the stage has not ended; `worker` is the process that sent its last call.
    case deploymentOpen(StageID, version: Int, requester: String, worker: String?)
    /// Somebody else is deploying this revision to the stage's service, not through this ledger.
    case otherRollout(StageID, revision: String)
    case leaseUnusable(path: String, code: Int32)
    case unexpectedVersion(StageID, expected: Int, newest: Int)
    case refused(Refusal)
    /// A deployment has not come to the end that the caller needs.
    case unfinished(DeploymentResult)
    /// The deployment was left open after these calls had been carried out.
    case leftOpen(OperationError, done: [String], unrecorded: UnrecordedCall? = nil, StageID)
    case interrupted(Interruption)
    case proving(ProvingError)
    case keeping(KeepingError)
}

/// What an interrupted operation was doing, which tells how to go on.
package enum Interruption: Equatable, Sendable {
    /// Carrying out a deployment; a promotion may have come to a later stage.
    case deployment(StageID, isPromotion: Bool)
    case approval
    /// Waiting for an outcome.
    case wait(StageID)
    case recovery(StageID)
    /// Waiting for a lease, or only reading.
    case reading
}

/// A call that was sent, and whose answer could not be recorded.
package struct UnrecordedCall: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        case accepted, refused, unknown
    }

    package let operation: String
    package let answer: Answer

    package init(operation: String, answer: Answer) {
        (self.operation, self.answer) = (operation, answer)
    }
}

extension UnrecordedCall {
    init(_ operation: DeploymentOperation, _ answer: CloudAnswer) {
        self.operation = operation.operation
        self.answer =
            switch answer {
            case .landed: .accepted
            case .refused: .refused
            case .doubtful: .unknown
            }
    }
}

extension OperationError {
    /// The place of the proposal that was refused, from 0.
    var index: Int? {
        switch self {
        case .rejected(_, let index), .malformed(_, let index), .sealing(_, let index): index
        case .input, .missing, .idempotencyKeyReused, .contended, .log, .views, .unsealing, .keys, .cloud, .busy,
            .deploymentOpen, .otherRollout, .leaseUnusable, .unexpectedVersion, .refused, .unfinished, .leftOpen,
            .interrupted, .proving, .keeping:
            nil
        }
    }

    init(_ error: RecorderError) {
        switch error {
        case .rejected(let index, let rejection): self = .rejected(rejection, index: index)
        case .malformed(let index, let error): self = .malformed("\(error)", index: index)
        case .idempotencyKeyReused(let key): self = .idempotencyKeyReused(key)
        case .contended: self = .contended
        case .log(let error): self = .log(error)
        case .sealing(let index, let error): self = .sealing(error, index: index)
        }
    }

    /// `stage` is what was acted on.
    init(_ error: RunnerError, on stage: StageID) {
        switch error {
        case .log(let error): self = .log(error)
        case .recording(let error): self.init(error)
        case .cloud(let error): self = .cloud(error)
        case .sealing(let error): self = .sealing(error)
        case .unsealing(let error): self = .unsealing(error, place: "\(stage)", keysFrom: nil)
        case .foreign(_, let why): self = .refused(.foreign(stage, why))
        case .unknown(let deployment): self = .rejected(.deploymentUnknown(stage, deployment))
        case .unrecorded(_, _, let error): self.init(error, on: stage)
        case .interrupted: self = .interrupted(.wait(stage))
        }
    }

    init(_ error: LeaseError, on stage: StageID) {
        switch error {
        case .held(let holder): self = .busy(stage, holder: holder)
        case .storage(let path, let code): self = .leaseUnusable(path: path, code: code)
        }
    }
}
