import Glibc
import LedgerAWS
import LedgerDomain
import LedgerLog
import LedgerTesting
import LedgerValues
import Synchronization

@testable import LedgerOperations

/// Feeds bytes to an entrance of the program: what comes of them is an answer or an error.
final class Feeder {
    private let entrance: Entrance
    private let folder: String
    private var ledger: Ledger
    private let served = ServedBytes()
    private var ledgers = 0
    private var keys: [VerifierKey] = []
    /// What is changed: good input of each kind.
    private(set) var seeds: [[UInt8]]

    init(_ entrance: Entrance) throws {
        (self.entrance, seeds) = (entrance, entrance.seeds)
        let shared = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        folder = "\(shared)/stackledger-fuzz-\(getpid())-\(entrance.rawValue)"
        mkdir(folder, 0o700)
        ledger = try Ledger.create(at: "\(folder)/0")
        try found()
        if entrance == .proof { try prove() }
    }

    private func prove() throws {
        keys = [try SigningKeyFile(ledger: ledger.directory).create(for: try ledger.log().ledger).verifierKey]
        let proofs = try EventProofs(ledger, against: nil)
        seeds += try [1, 2].map { try proofs.proof(of: $0).bytes }
    }

    deinit { _ = system("rm -rf '\(folder)'") }

    private func found() throws {
        guard entrance != .replay else { return }
        let created = StackCreated(
            stack: "shop",
            architecture: .container,
            repository: nil,
            account: "123456789012",
            region: "eu-west-1",
            description: nil
        )
        try ledger.record(EventBatch(.stack(.created(created)), in: .stack("shop")), by: "ada")
        let added = StageAdded(
            id: "shop/prod",
            placement: .last,
            account: "123456789012",
            region: "eu-west-1",
            target: .ecs(cluster: "main", service: "shop-prod", family: "shop-prod", container: "api"),
            approval: .automatic,
            settings: [:]
        )
        try ledger.record(EventBatch(.stage(.added(added)), in: .stage("shop/prod")), by: "ada")
    }

    func feed(_ bytes: [UInt8]) async throws {
        switch entrance {
        case .json: try Self.readAndWrite(bytes)
        case .record: try record(bytes)
        case .ingest:
            var ingestion = try Ingestion(into: ledger, by: Caller(name: "ada"))
            _ = try ingestion.takeIn([try file(bytes)])
        case .replay: try replay(bytes)
        case .proof:
            _ = try ProofCheck(path: try file(bytes), checkpoints: [], keys: keys).run()
        case .definition: _ = try DefinitionSource(try file(bytes))
        case .reference: _ = try Reference(String(decoding: bytes, as: UTF8.self), now: "2026-11-03T10:00:00Z")
        case .configuration: _ = try ConfigFile(String(decoding: bytes, as: UTF8.self), name: "config")
        case .answer: await ask(bytes)
        }
    }

    struct Differs: Error {}

    /// What was read is the same when it is written and read again.
    private static func readAndWrite(_ bytes: [UInt8]) throws {
        let value = try JSONReader.value(bytes)
        guard try JSONReader.value(CanonicalJSON.bytes(value)) == value else { throw Differs() }
    }

    private func record(_ bytes: [UInt8]) throws {
        var batch = EventBatch()
        try batch.add(try JSONReader.value(bytes), time: nil)
        try ledger.record(batch, by: "mallory")
    }

    private func replay(_ bytes: [UInt8]) throws {
        _ = try Replay.run([try file(bytes)], into: ledger, expecting: nil, report: { _ in })
        ledgers += 1
        ledger = try Ledger.create(at: "\(folder)/\(ledgers)")
    }

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = "\(folder)/input.json"
        guard let file = fopen(path, "w") else { throw Differs() }
        defer { fclose(file) }
        fwrite(bytes, 1, bytes.count, file)
        return path
    }

    /// The same answer to calls of each protocol, and as an error.
    private func ask(_ bytes: [UInt8]) async {
        for status in [200, 400, 500] {
            served.answer.withLock { $0 = HTTPResponse(status: status, body: bytes) }
            let client = AWSClient(
                settings: AWSSettings(environment: [:]),
                region: "eu-west-1",
                credentials: FixedCredentials(
                    AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
                ),
                transport: served,
                clock: ServerClock { "2026-11-03T10:00:00Z" },
                retry: .none
            )
            _ = await client.send(AWSRead.describeServices(["shop"], in: "main"))
            _ = await client.send(AWSRead.describeTaskDefinition("shop:1"))
            _ = await client.send(AWSRead.getCallerIdentity())
        }
    }

    /// The log is whole whatever was fed.
    func check() throws -> Bool {
        let verification = Verification(directory: ledger.directory, checkpoints: [], keys: [])
        let report = try verification.run(.full, report: { _ in })
        return report.problems.isEmpty && report.findings.allSatisfy(\.isGood)
    }
}

/// An AWS that answers everything with the same bytes.
private final class ServedBytes: Transport {
    let answer = Mutex(HTTPResponse(status: 200, body: []))

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse { answer.withLock(\.self) }
}
