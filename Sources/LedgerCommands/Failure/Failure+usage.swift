import LedgerDomain
import LedgerValues

extension Failure {
    static func usage(_ error: UsageError) -> Failure {
        let (what, hint) = error.text
        return .usage(what, hint: hint)
    }
}

extension UsageError {
    fileprivate var text: (String, ShellText) {
        switch self {
        case .noArguments: ("stackledger was started without any arguments, even its own name", "start it from a shell")
        case .argumentNotUTF8(let number):
            ("argument \(number) is not UTF-8", "if it names a file: rename the file, or name a link to it")
        case .variableNotUTF8(let name):
            ("the variable \(name) is not UTF-8", "if it names a file: rename the file, or name a link to it")
        case .unparsed(let what, let command): (what, ShellText(verbatim: "see 'stackledger \(command)--help'"))

        case .exclusive(let one, let other): ("\(one) and \(other) cannot be used together", Self.leaveOneOut)
        case .notOneOf(let ways, let command, let example):
            ("\(command) takes exactly one of these: \(ways.joined(separator: ", "))", example)
        case .timeOfCheck: ("--check asks AWS about the present, so it cannot be used with --at", Self.leaveOneOut)
        case .timeMissing: ("--as-known needs --at with a time", "--at \"2 hours ago\" --as-known")
        case .repositoryMissing: ("--provider and --branch need --repository", "give --repository URL as well")
        case .reasonUnused(let option):
            ("-m is given without \(option)", "leave out -m, or add \(ShellText(verbatim: option))")
        case .reasonMissing(let act): ("\(act) needs a reason", "give one with -m \"why\"")
        case .stageToAdoptMissing:
            ("--adopt needs a stage", "stackledger recover --dry-run lists the stages with open deployments")
        case .verdictMissing:
            ("resolve needs --landed or --absent", "--landed if the call was carried out, --absent if it was not")
        case .countMissing: ("no count is given", "give --desired, --min or --max")
        case .settingMissing: ("there is nothing to change", "give at least one setting")
        case .registryMissing(let stage):
            ("\(stage) needs an account and a region", "give --account and --region here, or to the stack")
        case .targetMissing(let stage):
            (
                "\(stage) needs a service or a function",
                "give --cluster and --service for ECS, or --function for Lambda"
            )
        case .notOneProof: ("prove takes exactly one event or deployment", "stackledger prove '#1234'")
        case .notOneGrowth:
            (
                "--consistency takes one or two checkpoints or sizes",
                "stackledger prove --consistency FROM TO; without TO, up to the newest event"
            )
        case .checkpointOfGrowth:
            ("--consistency does not take --checkpoint", "stackledger prove --consistency FROM CHECKPOINT")
        case .folderMissing(let name, let proofs):
            ("\(name) has \(proofs) events, and each gets its own proof", "--out names a folder for them")
        case .depthOfProof:
            ("--full and --quick check the ledger, --proof checks a file", "leave out --full and --quick")
        case .noTerminal(let keys):
            ("there is no terminal to ask whether to destroy \(keys)", "-y says yes")

        case .notAnAction(let text): ("'\(text)' is not an action", "stackledger actions --in-doubt lists them")
        case .notACommit(let text): ("--commit: '\(text)' is not a commit", "write its hash, for example 4f2c1a9")
        case .notADeployment(let text): ("'\(text)' is not a deployment", "write shop/prod@v12")
        case .notADuration(let text, let option):
            ("\(option): '\(text)' is not a duration", "write 90s, 20m or 2h")
        case .notAMark(let text): ("'\(text)' is not a mark", "write good or bad")
        case .notAnImage(let text): ("'\(text)' is not an image", "write NAME:TAG or NAME@sha256:…")
        case .notAnOutcome(let text):
            ("'\(text)' is not an outcome", ShellText(verbatim: "write open, \(Outcome.list)"))
        case .notAParameter(let text): ("'\(text)' is not a parameter", "write --param name=value")
        case .notARoot(let text): ("'\(text)' is not a root", "a root has 64 hexadecimal digits")
        case .notASetting(let text): ("'\(text)' is not a setting", "write --setting name=value")
        case .notAVersion(let text): ("--expect: '\(text)' is not a version", "write v7")
        case .tooFewApprovers(let count): ("--approvers \(count) is too few", "write 1 or more")
        case .negativeLimit(let limit): ("-n \(limit) is negative", "0 shows all")
        case .limitsNotPositive:
            ("--row-limit and --time-limit must be positive", "leave them out for the defaults")
        case .expired(let time): ("--expires \(time) is in the past", "write a later time, for example \"in 2 hours\"")
        case .noPositions(let from, let to):
            ("there are no events from #\(from) to #\(to ?? from)", "positions are 1, 2, 3 and so on")
        }
    }

    private static let leaveOneOut: ShellText = "leave one of them out"
}
