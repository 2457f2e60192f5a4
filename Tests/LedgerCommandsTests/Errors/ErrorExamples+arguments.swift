import LedgerDomain
import LedgerLog
import LedgerProcessor
import LedgerSystem
import LedgerTesting
import LedgerValues
import LedgerViews

@testable import LedgerCommands
@testable import LedgerOperations

extension ErrorExamples {
    static let usage: [UsageError] = [
        .noArguments, .argumentNotUTF8(number: 3), .variableNotUTF8(name: "STACKLEDGER_LEDGER"),
        .unparsed("Unknown option '--bogus'", command: "history "), .exclusive("--follow", "--at"),
        .notOneOf(["a statement", "--tables"], command: "query", example: "stackledger query 'SELECT * FROM stages'"),
        .timeOfCheck, .timeMissing, .repositoryMissing, .reasonUnused(option: "--accept-loss"),
        .reasonMissing(for: "a lock"), .stageToAdoptMissing, .verdictMissing, .countMissing, .settingMissing,
        .registryMissing(stage), .targetMissing(stage), .notOneProof, .notOneGrowth, .checkpointOfGrowth,
        .folderMissing("shop/prod@v7", proofs: 9), .depthOfProof, .noTerminal(keys: ".stackledger/keys/seal.key"),
        .notAnAction("x"), .notACommit("a b"), .notADeployment("shop/prod"), .notADuration("soon", option: "--timeout"),
        .notAMark("fine"), .notAnImage("!"), .notAnOutcome("fine"), .notAParameter("s"), .notARoot("ab"),
        .notASetting("s"), .notAVersion("7.1"), .tooFewApprovers(0), .negativeLimit(-3), .limitsNotPositive,
        .expired("2026-11-01T00:00:00.000000Z"), .noPositions(from: 9, to: 3),
    ]

    static let commands: [CommandError] = [
        .notConfirmed(undone: "nothing was destroyed"), .noTable("stage"), .noEventType("stage.add.v1"),
        .malformed(place: "a.jsonl, line 3", "unexpected end"),
        .nothingReadable(place: "a.json", line: 1, "not JSON", remedy: nil), .eventsUnreadable(count: 2, imported: 9),
        .awsNotStarted(SystemError(2)), .storyDamaged("attribute 'id' is missing"),
        .noTemporaryDirectory(in: "/tmp", SystemError(13)), .cancelledTooLate(deployment: "shop/prod@v7", stage),
        .checksFailed(ledger: ".stackledger", ["log", "views"]),
    ]

    static let input: [InputError] = [
        .notAStage("shop"), .notATime("soon"), .notAPosition("#x"), .notAReference("!"), .notADeployment("#12"),
        .emptyCallerName, .workingDirectoryNotUTF8, .postgreSQLUnsupported, .definitionNotJSON(path: "task.json"),
        .definitionWithoutContainers(path: "task.json"),
        .definitionMembersUnknown(path: "task.json", names: ["environemnt", "portMapping"]),
        .definitionNotRevision(arn: "arn:aws:ecs:eu-west-1:123456789012:service/main/shop"),
        .definitionElsewhere("shop:42", Registry(account: "210987654321", region: "eu-west-1"), stage),
        .contradictingScale("min 4 is above max 2"),
        .badVerifierKey("not a verifier key"), .noVerifierKey, .notALedgerSize("12", most: 9),
        .sizesReversed(from: "a.checkpoint", old: 9, new: 4), .growthNeedsCheckpoint(path: "growth.proof"),
        .insideLedger(path: ".stackledger/x"), .noBackupPlace, .backupIsTheLog(path: "log.db"),
        .backupIsDirectory(path: "backups"),
    ]

    static let missing: [MissingThing] = [
        .ledger, .running(stage), .runningAt(stage, time), .runBack(stage, 3), .version(stage, 7),
        .endedDeployment(stage, "v7"), .deployment(of: "4f2c1a9"), .revision("shop:42"), .anything("4f2c1a9"),
        .chain("4f2c1a9"), .content(of: "shop/prod@v7"), .definitionFile(path: "task.json", reason: "No such file"),
        .task(stage, named: "4f2c"), .container("web", task: "4f2c", found: ["api", "proxy"]),
        .proofs(folder: "proofs"), .eventInCheckpoint(position: 12, size: 9, last: 20),
    ]
}
