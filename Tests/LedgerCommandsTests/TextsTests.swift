import ArgumentParser
import Foundation
import LedgerDomain
import LedgerLog
import LedgerSystem
import LedgerTesting
import LedgerValues
import LedgerViews
import Testing

@testable import LedgerCommands
@testable import LedgerOperations

/// All texts that people read, in two files: a reviewer reads them in one go.
///
/// `RECORD=1` writes the files anew, and the test fails.
struct `The texts of the program` {
    @Test func `of all help pages are those in help.txt`() throws {
        try GoldenText("help.txt").compare(HelpPages.text)
    }

    @Test func `of all errors are those in errors.txt`() throws {
        try GoldenText("errors.txt").compare(ErrorExamples.all.map { $0.line }.joined(separator: "\n") + "\n")
    }

    @Test(arguments: ErrorExamples.sources)
    func `have an example of each error`(source: ErrorExamples.Source) throws {
        let missing = try source.cases().subtracting(source.exampleNames)
        #expect(missing.isEmpty, "\(source.file) has cases without an example: \(missing.sorted())")
    }

    @Test(arguments: ["' is no ", "and repeat", "stands in doubt", "knows no", "anew", "gone on with", "nobody "])
    func `do not fall back into the dialect`(phrase: String) throws {
        for file in ["help.txt", "errors.txt"] {
            let lines = try GoldenText(file).recorded().split(separator: "\n").filter { $0.contains(phrase) }
            #expect(lines.isEmpty, "\(file): \(lines)")
        }
    }
}

/// A file with texts as they were reviewed.
private struct GoldenText {
    private let path: String

    init(_ name: String) {
        path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Texts/\(name)").path
    }

    func recorded() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    func compare(_ text: String) throws {
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("recorded \(path)")
        }
        let before = try recorded().split(separator: "\n", omittingEmptySubsequences: false)
        let difference = text.split(separator: "\n", omittingEmptySubsequences: false).difference(from: before)
        #expect(difference.isEmpty, "RECORD=1 writes it anew: \(difference)")
    }
}

/// The help of every command, one after the other.
private enum HelpPages {
    static var text: String {
        pages(of: Stackledger.self, words: []).joined(separator: "\n\n") + "\n"
    }

    private static func pages(of command: any ParsableCommand.Type, words: [String]) -> [String] {
        let words = words + [command._commandName]
        let help = Stackledger.helpMessage(for: command, columns: 120)
        let title = "== \(words.joined(separator: " "))"
        return ["\(title)\n\(help)"] + command.configuration.subcommands.flatMap { pages(of: $0, words: words) }
    }
}

/// An error of each kind, as a person is told it.
enum ErrorExamples {
    private static let stage = StageID(StackName(rawValue: "shop"), StageName(rawValue: "prod"))
    private static let id = UniqueID(high: 0x0197_0000_0000_7000, low: 0x8000_0000_0000_0001)
    private static let time = Timestamp(microseconds: 1_795_833_600_000_000)

    static var all: [Failure] {
        input.map { Failure(.input($0)) } + missing.map { Failure(.missing($0)) }
            + refusals.map { Failure(.refused($0)) } + keys.map { Failure(.keys($0)) }
            + proving.map { Failure(.proving($0)) } + keeping.map { Failure(.keeping($0)) }
            + clouds.map { Failure(.cloud($0)) } + others.map { Failure($0) }
    }

    private static let input: [InputError] = [
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

    private static let missing: [MissingThing] = [
        .ledger, .running(stage), .runningAt(stage, time), .runBack(stage, 3), .version(stage, 7),
        .endedDeployment(stage, "v7"), .deployment(of: "4f2c1a9"), .revision("shop:42"), .anything("4f2c1a9"),
        .chain("4f2c1a9"), .content(of: "shop/prod@v7"), .definitionFile(path: "task.json", reason: "No such file"),
        .task(stage, named: "4f2c"), .container("web", task: "4f2c", found: ["api", "proxy"]),
        .proofs(folder: "proofs"), .eventInCheckpoint(position: 12, size: 9, last: 20),
    ]

    private static let refusals: [Refusal] = [
        .notConfirmed, .approvalWouldComeTooLate(stage), .approvalByRequester(stage, version: 7),
        .approvedAlready(stage, version: 7), .alreadyRunning(stage, what: .version(7)),
        .alreadyRunning(stage, what: .image("shop@sha256:0123456789abcdef")), .noDefaultTarget(stage),
        .targetLocked(stage, version: 7), .blocked(blocked(.none)), .blocked(blocked(.target(version: 5))),
        .blocked(blocked(.controller("CODE_DEPLOY", revision: "shop:42"))), .contentUnknown(stage),
        .imageMissing(stage, image: "shop:v1"), .sourceImageUnknown(stage, version: 7), .noEarlierStage(stage),
        .notEarlier(stage, than: stage), .promotion(.underWay(version: 7), stage),
        .promotion(.failed(version: 7), stage), .promotion(.markedBad(version: 7), stage),
        .promotion(.nothingRan, stage), .otherFamily(stage, found: "web", expected: "shop"),
        .carriedOutElsewhere(stage, version: 7), .bounds(stage, "min 4 is above max 2"), .boundsMissing(stage),
        .foreign(stage, .event(position: 12, type: "deployment.requested.v1")),
        .foreign(stage, .loss(position: 12)), .nothingToAdopt(stage),
        .functionHasNoTasks(stage), .aliasOfService(stage), .commandsDisabled(stage), .resultUnknown(stage),
    ]

    private static func blocked(_ wayOut: BlockedTarget.WayOut) -> BlockedTarget {
        BlockedTarget(
            stage: stage,
            name: "v7",
            reasons: [.imageMissing],
            looks: ["image shop:v1: missing"],
            checked: [],
            wayOut: wayOut
        )
    }

    private static let keys: [KeyFileError] = [
        .sealingKeyFile(path: "seal.key", .system(28)), .noSealingKey(path: "seal.key"),
        .sealingKeyExists(path: "seal.key"), .sealingKeyElsewhere(.variable("STACKLEDGER_SEAL_KEY")),
        .signingKeyFile(path: "signing.key", .missing), .signingKeyReadableByOthers(path: "signing.key"),
        .signingKeyDamaged(path: "signing.key", why: "not one key"), .signingKeyExists(path: "signing.key"),
        .noSigningKey, .foreignSigningKey(path: "signing.key", name: "a", origin: "b"),
    ]

    private static let proving: [ProvingError] = [
        .unreadable(path: "a.proof", code: 2), .unwritable(path: "a.proof", code: 13),
        .invalid(path: "a.proof", why: "too short"), .invalid(path: "a.proof", why: "unknown key", isUnknownKey: true),
        .problem(AuditProblem(12, .repeatedID(first: 3))), .doesNotContinue(.proving(.headDiffers)),
        .unproven(what: "#12", why: "another root"), .headDiffers, .unsignable(why: "bad name"),
    ]

    private static let keeping: [KeepingError] = [
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
        .replay(.cutOff, place: "a.jsonl, line 3"), .replay(.otherEvent(position: 3), place: "a.jsonl, line 3"),
        .replay(.notARecord("no 'id'"), place: "a.jsonl, line 3"),
        .replay(.otherRoot(found: "aa", expected: "bb"), place: "a.jsonl, line 3"),
        .replay(.discontinuous(.recordedTimeDecreases), place: "a.jsonl, line 3"),
        .replay(.carriageReturn, place: "a.jsonl, line 3"), .replay(.recordedAhead(time), place: "a.jsonl, line 3"),
        .unwritable(path: ".stackledger", code: 13), .unwritable(path: "b.db", code: SystemError.notAFile.code),
        .unreadableInput(path: "a.jsonl", code: 2),
        .lineTooLong(place: "a.jsonl, line 3", longest: 262_144),
    ]

    private static let clouds: [CloudError] = [
        .settings("the region 'x' is not valid"), .missing("service 'shop' in cluster 'main'"),
        .missingImage("shop:v1"),
        .unusable("shop is deployed by EXTERNAL", hint: "use its own controller for it"),
        .notYet("Lambda is updating 'shop'"), .credentials("no credentials"),
        .denied(operation: "DescribeServices", message: "not authorized"),
        .unanswered(operation: "DescribeServices", message: "no answer"),
    ]

    private static let others: [OperationError] = [
        .rejected(.stageUnknown(stage)), .rejected(.deploymentOpen(stage, version: 7)),
        .rejected(.stageLocked(stage, reason: "sale", expires: time)), .rejected(.approvalMissing(stage, version: 7)),
        .rejected(.noOpenDeployment(stage)), .malformed("no 'type'"), .idempotencyKeyReused("k"), .contended,
        .log(.busy), .log(.diskFull), .log(.notALedger(path: "x")), .log(.lostEvents(acknowledged: 12, found: 9)),
        .log(.rootDiffers(size: 9)), .log(.damaged("torn")), .log(.tooLarge(bytes: 300_000)), .log(.tooDeep),
        .log(.notADirectory(path: "x")), .log(.notWritable(path: "x")), .log(.alreadyExists(path: "x")),
        .log(.replaced(path: "x")),
        .log(.newerSchema(found: 9, known: 1)), .log(.idReused(id, position: 3)),
        .log(.conflict(subject: "stage/shop/prod", expected: 3, actual: 4)), .views(.busy), .views(.diskFull),
        .views(.noSuchPosition(12, last: 9)), .views(.refused("not a SELECT")), .views(.missingParameter("s")),
        .views(.damaged("torn")), .views(.differs("deployments: shop prod 2")), .sealing(.noKey(.file("seal.key"))),
        .sealing(.malformed(.command)),
        .sealing(.command(.exited(3))), .sealing(.command(.timedOut(seconds: 10))),
        .sealing(.readableByOthers(path: "seal.key")),
        .unsealing(.otherKey(id: "0a"), place: "#12", keysFrom: .file("seal.key")),
        .unsealing(.damaged, place: "#12", keysFrom: .file("seal.key")),
        .unsealing(.damaged, place: "shop/prod", keysFrom: nil), .busy(stage, holder: "ada@build (process 7)"),
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
        .unfinished(
            DeploymentResult(
                stage: stage,
                process: DeploymentProcess(id),
                end: .inDoubt(id, why: "somebody changed the service")
            )
        ),
    ]
}

extension ErrorExamples {
    /// A closed enum of errors, in the file that declares it.
    struct Source: CustomTestStringConvertible, Sendable {
        let file: String
        /// The enum, where it is not named like the file.
        var other: String?
        let exampleNames: Set<String>

        var testDescription: String { name }

        /// The names of the enum's cases: of the first enum in the file that is named like it.
        func cases() throws -> Set<String> {
            let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            let text = try String(contentsOf: package.appending(path: "Sources/\(file)"), encoding: .utf8)
            let start = text.range(of: "enum \(name)")?.upperBound ?? text.endIndex
            let body = text[start...].prefix(through: text[start...].range(of: "\n}")?.lowerBound ?? text.endIndex)
            // Those of nested enums are indented further.
            return Set(body.matches(of: /\n    (?:indirect )?case (\w+)/).map { String($0.1) })
        }

        private var name: String {
            other ?? file.split(separator: "/").last.map { String($0.dropLast(".swift".count)) } ?? ""
        }
    }

    static let sources = [
        Source(
            file: "LedgerOperations/Ledger/InputError.swift",
            other: "MissingThing",
            exampleNames: names(missing)
        ),
        Source(file: "LedgerOperations/Ledger/InputError.swift", exampleNames: names(input)),
        Source(file: "LedgerOperations/Ledger/Refusal.swift", exampleNames: names(refusals)),
        Source(file: "LedgerOperations/Ledger/KeyFileError.swift", exampleNames: names(keys)),
        Source(file: "LedgerOperations/Ledger/ProvingError.swift", exampleNames: names(proving)),
        Source(file: "LedgerOperations/Ledger/KeepingError.swift", exampleNames: names(keeping)),
        Source(
            file: "LedgerOperations/Ledger/OperationError.swift",
            exampleNames: names(others).union(["input", "missing", "keys", "cloud", "refused", "proving", "keeping"])
        ),
    ]

    private static func names<Value>(_ errors: [Value]) -> Set<String> {
        Set(errors.map { String(String(describing: $0).prefix { $0 != "(" }) })
    }
}
