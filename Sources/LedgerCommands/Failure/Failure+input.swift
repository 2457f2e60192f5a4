import LedgerDomain
import LedgerOperations

extension Failure {
    init(_ error: InputError) {
        switch error {
        case .notAStage(let text): self = .usage("'\(text)' is not a stage", hint: "write STACK/STAGE")
        case .notATime(let text):
            self = .usage("'\(text)' is not a time", hint: "write 2026-11-01, 2026-11-01T10:00Z or \"2 hours ago\"")
        case .notAPosition(let text): self = .usage("'\(text)' is not a position", hint: "write #1234")
        case .notAReference(let text):
            self = .usage(
                "'\(text)' is not a reference",
                hint: "write shop/prod, shop/prod@v7, shop/prod~1, family:42, sha256:…, a commit or #1234"
            )
        case .notADeployment(let text):
            self = .usage("\(text) is an event, not a deployment", hint: "write shop/prod@v7")
        case .workingDirectoryNotUTF8:
            self = .usage("the working directory's name is not UTF-8", hint: "name the ledger with --ledger")
        case .emptyCallerName: self = .usage("--actor is empty", hint: "name who does this")
        case .postgreSQLUnsupported:
            self.init(
                .unexpected,
                "postgresql",
                "ledgers on PostgreSQL are not supported yet",
                hint: "name a directory"
            )
        case .definitionNotJSON(let path):
            self = .usage("--task-definition: '\(path)' is not a JSON object", hint: Self.definitionHint)
        case .definitionWithoutContainers(let path):
            self = .usage("--task-definition: '\(path)' has no containerDefinitions", hint: Self.definitionHint)
        case .definitionMembersUnknown(let path, let names):
            self = .usage(
                "--task-definition: '\(path)' has members that AWS does not know: \(names.joined(separator: ", "))",
                hint: "correct them, or register it with aws ecs register-task-definition and name family:N"
            )
        case .definitionNotRevision(let arn):
            self = .usage("--task-definition: \(arn) is not a task definition", hint: Self.definitionHint)
        case .definitionElsewhere(let name, let place, let stage):
            self = .usage(
                "--task-definition: \(name) is in \(place.account) \(place.region), \(stage) is not",
                hint: "save it to a file with aws ecs describe-task-definition, and name the file"
            )
        case .contradictingScale(let why): self = .usage(why, hint: "min <= desired <= max")
        case .badVerifierKey(let why):
            self = .usage("--key: \(why)", hint: "stackledger keys show prints the ledger's own")
        case .noVerifierKey:
            self = .usage(
                "no key is given to check the signature with",
                hint: "--key NAME+ID+KEY, as keys show prints it"
            )
        case .notALedgerSize(let text, let most):
            self = .usage("'\(text)' is not a size of this ledger", hint: "sizes are 0 to \(most)")
        case .sizesReversed(let from, let old, let new):
            self = .usage("\(from) has \(old) events, the other has \(new)", hint: "write the older one first")
        case .growthNeedsCheckpoint(let path):
            self = .usage(
                "\(path) proves growth from an older checkpoint",
                hint: "name that checkpoint with --checkpoint"
            )
        case .insideLedger(let path):
            self = .usage(
                "\(path) is inside the ledger",
                hint: "name a place outside, where the ledger's keeper cannot change it"
            )
        case .noBackupPlace: self = .usage("no place is given for the backup", hint: "name a file or a directory")
        case .backupIsTheLog(let path):
            self = .usage("\(path) is the log itself", hint: "name another file, on another disk")
        case .backupIsDirectory(let path): self = .usage("\(path) is a directory", hint: "name the backup in it")
        }
    }

    fileprivate static let definitionHint: ShellText =
        "write a family, family:N, or name a file as aws ecs describe-task-definition prints it"

    init(_ thing: MissingThing) {
        switch thing {
        case .ledger: self = .notFound("no ledger here or above", hint: "stackledger init, or name one with --ledger")
        case .running(let stage):
            self = .notFound("nothing runs in \(stage)", hint: "stackledger history \(stage)")
        case .runningAt(let stage, let time):
            self = .notFound(
                "the ledger does not know what ran in \(stage) at \(time)",
                hint: "stackledger history \(stage)"
            )
        case .runBack(let stage, let count):
            self = .notFound("\(stage) has not run \(count) deployments before", hint: "stackledger history \(stage)")
        case .version(let stage, let version):
            self = .notFound("\(stage) has no v\(version)", hint: "stackledger history \(stage)")
        case .endedDeployment(let stage, let text):
            self = .notFound("\(stage) has no ended deployment \(text)", hint: "stackledger targets \(stage)")
        case .deployment(let text):
            self = .notFound("no deployment of \(text)", hint: "stackledger history lists them")
        case .revision(let name): self = .notFound("no revision \(name)", hint: "stackledger revisions lists them")
        case .anything(let text):
            self = .notFound(
                "the ledger has nothing on \(text)",
                hint: "stackledger history, revisions or images list what it has"
            )
        case .chain(let text):
            self = .notFound(
                "the ledger has nothing on \(text)",
                hint: "stackledger history, builds or images list what it has"
            )
        case .content(let name):
            self.init(
                .trouble,
                "nothingKnown",
                "the ledger has neither task definition nor image of \(name)",
                hint: "record its revision.registered, or compare another"
            )
        case .definitionFile(let path, let reason):
            self = .notFound("--task-definition: '\(path)' cannot be read: \(reason)", hint: Self.definitionHint)
        case .task(let stage, let name):
            self = .notFound("\(stage) has no running task\(name.map { " \($0)" } ?? "")", hint: "aws ecs list-tasks")
        case .container(let name, let task, let found):
            self = .notFound(
                "task \(task) has no container '\(name)', but \(found.joined(separator: ", "))",
                hint: "name one with --container"
            )
        case .proofs(let folder):
            self = .notFound("\(folder) has no file *.tlog-proof", hint: "stackledger prove --out writes them")
        case .eventInCheckpoint(let position, let size, let last):
            self = .notFound(
                "no event #\(position) among the \(size) of the checkpoint",
                hint: position <= last ? "leave out --checkpoint" : "the last is #\(last)"
            )
        }
    }
}
