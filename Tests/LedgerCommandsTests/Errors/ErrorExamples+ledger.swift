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
    static let others: [OperationError] = [
        .malformed("no 'type'"), .idempotencyKeyReused("k"), .contended, .busy(stage, holder: "ada@build (process 7)"),
        .leaseUnusable(path: "leases/x", code: 13), .unexpectedVersion(stage, expected: 7, newest: 8),
        .leftOpen(.cloud(.credentials("expired")), done: ["RegisterTaskDefinition"], stage),
        .leftOpen(
            .log(.diskFull),
            done: [],
            unrecorded: UnrecordedCall(operation: "UpdateService", answer: .accepted),
            stage
        ),
        .deploymentOpen(stage, version: 7, requester: "ada", worker: "ada@build (process 7)"),
        .otherRollout(stage, revision: "shop:8"),
        .interrupted(.deployment(stage, isPromotion: false)), .interrupted(.approval), .interrupted(.wait(stage)),
        .interrupted(.recovery(stage)), .interrupted(.reading),
    ]

    static let logs: [EventLogError] =
        [
            .conflict(subject: "stage/shop/prod", expected: 3, actual: 4), .idReused(id, position: 3),
            .tooLarge(bytes: 300_000), .tooDeep, .sourceStopped, .alreadyExists(path: "x"), .notALedger(path: "x"),
            .newerSchema(found: 9, known: 1), .lostEvents(acknowledged: 12, found: 9), .rootDiffers(size: 9),
            .damaged("torn"), .replaced(path: "x"), .notADirectory(path: "x"), .notWritable(path: "x"),
            .notReadable(path: "x"), .diskFull, .busy, .settingRefused("synchronous=FULL"),
            .storage(code: 10, message: "disk I/O error"),
        ] + discontinuities.map { .discontinuous(index: 4, $0) }

    static let discontinuities: [Discontinuity] = [
        .streamVersion(subject: "stage/shop/prod", expected: 3, found: 5), .recordedTimeDecreases, .repeatedID(id),
    ]

    static let views: [ViewError] = [
        .log(.busy), .notWritable(path: "x"), .diskFull, .busy, .noSuchPosition(12, last: 9),
        .refused("not a SELECT"), .missingParameter("s"), .unknownParameter("s"), .timeLimit(.seconds(10)),
        .damaged("torn"), .differs("deployments: shop prod 2"), .storage(code: 10, message: "disk I/O error"),
    ]

    static let sealing: [SealingError] =
        [
            .noKey(.file("seal.key")), .unreadable(.file("seal.key"), reason: "Permission denied"),
            .readableByOthers(path: "seal.key"), .malformed(.command),
            .allowListUnreadable(path: "seal-allow", reason: "Permission denied"),
            .invalidAllowListLine(path: "seal-allow", InvalidAllowListLine(line: 3)),
        ] + commandFaults.map { .command($0) }

    static let commandFaults: [SealCommandFault] = [
        .notStarted(reason: "Permission denied"), .notFound, .exited(3), .killed(signal: 9), .timedOut(seconds: 10),
        .printedTooMuch,
    ]

    static let unsealing: [OperationError] = [
        .unsealing(.otherKey(id: "0a"), place: "#12", keysFrom: .file("seal.key")),
        .unsealing(.damaged, place: "#12", keysFrom: .file("seal.key")),
        .unsealing(.damaged, place: "shop/prod", keysFrom: nil),
    ]

    static let keys: [KeyFileError] = [
        .sealingKeyFile(path: "seal.key", .system(28)), .noSealingKey(path: "seal.key"),
        .sealingKeyExists(path: "seal.key"), .sealingKeyElsewhere(.variable("STACKLEDGER_SEAL_KEY")),
        .signingKeyFile(path: "signing.key", .missing), .signingKeyReadableByOthers(path: "signing.key"),
        .signingKeyDamaged(path: "signing.key", why: "not one key"), .signingKeyExists(path: "signing.key"),
        .noSigningKey, .foreignSigningKey(path: "signing.key", name: "a", origin: "b"),
    ]

    static let proving: [ProvingError] = [
        .unreadable(path: "a.proof", code: 2), .unwritable(path: "a.proof", code: 13),
        .invalid(path: "a.proof", why: "too short"), .invalid(path: "a.proof", why: "unknown key", isUnknownKey: true),
        .problem(AuditProblem(12, .repeatedID(first: 3))), .doesNotContinue(.proving(.headDiffers)),
        .unproven(what: "#12", why: "another root"), .headDiffers, .unsignable(why: "bad name"),
    ]

    static let keeping: [KeepingError] =
        [
            .foreign(ForeignAccess(ledger: "/srv/shop", path: "/srv/shop", kind: .owner("ada"))),
            .foreign(ForeignAccess(ledger: "/srv/shop", path: "/srv/shop/log.db", kind: .writable)),
            .backupDiskFull, .backupBusy, .backupUnwritable(path: "b.db"), .backupExists(path: "b.db"),
            .backupUnreadable(path: "b.db", code: 2), .backupDamaged(path: "b.db", why: "not a backup of a ledger"),
            .logInUse(directory: ".stackledger"), .restoreUnderWay(directory: ".stackledger"),
            .otherLedger(.backup("b.db", ledger: id, directory: ".stackledger", found: id)),
            .otherLedger(.signingKey(file: "b.db", origin: "a", key: "b")),
            .otherLedger(.checkpoint(file: "b.db", origin: "a", checkpoint: "c", found: "b")),
            .forked(backup: "b.db", name: "head.json", size: 9),
            .lossNotAccepted(backup: "b.db", restored: 9, name: "head.json", acknowledged: 12),
            .unwritable(path: ".stackledger", code: 13), .unwritable(path: "b.db", code: SystemError.notAFile.code),
            .unreadableInput(path: "a.jsonl", code: 2),
            .lineTooLong(place: "a.jsonl, line 3", longest: 262_144),
        ] + replayFaults.map { .replay($0, place: "a.jsonl, line 3") }

    static let replayFaults: [KeepingError.ReplayFault] = [
        .notARecord("no 'id'"), .unsealed(UnsealedValue(path: secret, rule: nil)),
        .unsealed(UnsealedValue(path: secret, rule: "a token of GitHub")), .otherEvent(position: 3),
        .otherRoot(found: "aa", expected: "bb"), .cutOff, .carriageReturn, .recordedAhead(time),
        .discontinuous(.recordedTimeDecreases),
    ]

    private static let secret = SealPath(family: "shop", container: "web", name: "TOKEN")
}
