import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerValues

extension Failure {
    init(_ error: CloudError) {
        switch error {
        case .missing(let what):
            let hint =
                what.hasPrefix("image ")
                ? "aws ecr list-images shows what is there" : "stackledger stages shows the stage"
            self.init(.notFound, "awsNotFound", "AWS has no \(what)", hint: hint)
        case .unusable(let what, let hint): self.init(.refused, "awsUnusable", what, hint: hint)
        case .notYet(let what): self.init(.conflict, "busy", what, hint: "try again when that is over")
        case .credentials(let why):
            self.init(
                .unexpected,
                "credentials",
                "AWS credentials: \(why)",
                hint: "aws sts get-caller-identity shows them"
            )
        case .denied(let operation, let message):
            self.init(.unexpected, "denied", "\(operation): \(message)", hint: "allow it, or use another AWS_PROFILE")
        case .unanswered(let operation, let message):
            self.init(.unexpected, "unanswered", "\(operation): \(message)", hint: "it changed nothing: try again")
        }
    }

    init(_ error: SettingsError) {
        self.init(
            .unexpected,
            "awsSettings",
            "\(error)",
            hint: "settings are those of the AWS CLI: AWS_REGION, AWS_PROFILE …"
        )
    }

    /// `stage` is what was acted on.
    init(_ error: RunnerError, on stage: StageID) {
        switch error {
        case .log(let error): self.init(error)
        case .recording(let error): self.init(error, place: { _ in nil })
        case .cloud(let error): self.init(error)
        case .sealing(let error): self.init(error)
        case .unsealing(let error):
            self.init(
                .unexpected,
                "unsealing",
                "a value of the record does not open: \(error)",
                hint: "stackledger doctor"
            )
        case .unknown(let deployment): self.init(Rejection.deploymentUnknown(stage, deployment))
        case .interrupted:
            self.init(.interrupted, "interrupted", "interrupted", hint: "stackledger wait \(stage)")
        }
    }

    init(_ error: LeaseError, on stage: StageID) {
        switch error {
        case .held(let holder):
            self.init(
                .conflict,
                "stageBusy",
                "\(holder) acts on \(stage)",
                hint: "stackledger wait \(stage), or --lock-wait 10m",
                details: ["holder": .string(holder)]
            )
        case .storage(let path, let code):
            self.init(.unexpected, "lease", "\(path): error \(code)", hint: "check the directory's owner and mode")
        }
    }
}

extension Failure {
    /// The same, with what the deployment has done before, and how it is gone on with.
    func leaving(_ process: DeploymentProcess, of stage: StageID) -> Failure {
        guard status != .interrupted, let done = process.done else { return self }
        var failure = self
        failure.what += "; \(done)"
        failure.hint += "; then stackledger recover \(stage)"
        return failure
    }
}

extension DeploymentProcess {
    /// The calls that were carried out, as a clause; nil when none was.
    var done: String? {
        let names = plan.filter { landed[$0] != nil }.map(\.operation)
        guard !names.isEmpty else { return nil }
        return "done before: \(names.joined(separator: ", "))"
    }
}
