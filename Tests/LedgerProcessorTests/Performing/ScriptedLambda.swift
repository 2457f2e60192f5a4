import LedgerAWS
import LedgerDomain
import LedgerTesting
import Synchronization
import LedgerValues

/// A minimal Lambda behind the client's own calls: a function with versions, an alias and tags, which keep their state; and
/// a script of what goes wrong with the next writes.
final class ScriptedLambda: Sendable {
    /// What happens to one write.
    enum Fate: Sendable {
        case answered
        /// Carried out, and the answer is lost.
        case lost
        /// Not carried out, but nobody can know that.
        case vanished
        /// Carried out, but only when the next write comes.
        case late
        case throttled
        case busy
    }

    struct World: Sendable {
        /// Of the newest code; every change of it changes the revision, and so does the end of an update.
        var image: String
        var revision = 1
        /// Whether an update is under way, and how many looks it still takes.
        var isUpdating = false
        var looksLeft = 0
        var hasFailed = false
        var versions: [Version]
        var alias = 1
        var aliasRevision = 1
        var tags: JSONObject = [:]
        /// The writes that were carried out, by name.
        var writes: [String] = []
        var fates: [Fate] = []
        fileprivate var late: [(operation: String, request: LambdaRequest)] = []
    }

    struct Version: Sendable {
        let image, description: String
        /// Whether it was looked at since it was made.
        var isReady = false
    }

    let world: Mutex<World>

    /// With a version for each image; the alias names the last, which the newest code is too.
    init(images: [String], fates: [Fate] = []) {
        world = Mutex(
            World(
                image: images.last ?? "",
                versions: images.map { Version(image: $0, description: "", isReady: true) },
                alias: images.count,
                fates: fates
            )
        )
    }

    var state: World { world.withLock { $0 } }
}

/// The connection of a process that may die before and after each request.
struct CrashingTransport: Transport {
    let lambda: ScriptedLambda
    let process: SimulatedProcess

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard process.step() else { throw .lost("died before") }
        let answer = lambda.world.withLock { $0.take(LambdaRequest(request)) }
        guard process.step(), let answer else { throw .lost("no answer") }
        return HTTPResponse(status: answer.status, body: CanonicalJSON.bytes(.object(answer.body)))
    }
}

extension AWSClient {
    /// A client of this Lambda whose reads are made once.
    static func of(_ lambda: ScriptedLambda, process: SimulatedProcess = SimulatedProcess()) -> AWSClient {
        AWSClient(
            settings: AWSSettings(environment: [:]),
            region: "us-east-1",
            credentials: FixedCredentials(
                AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
            ),
            transport: CrashingTransport(lambda: lambda, process: process),
            clock: ServerClock { .noon },
            retry: .none
        )
    }
}

/// A request as Lambda reads it.
private struct LambdaRequest: Sendable {
    let method: HTTPRequest.Method
    /// What stands after the function's name, or `tags`.
    let what: String
    let qualifier: String?
    let body: JSONObject

    init(_ request: HTTPRequest) {
        let parts = request.path.split(separator: "/").map(String.init)
        method = request.method
        what = parts[1] == "tags" ? "tags" : parts.count > 3 ? parts[3] : ""
        qualifier = request.query.first(named: "Qualifier")
        body = (try? JSONReader.value(request.body).object) ?? [:]
    }

    var operation: String? {
        switch (method, what) {
        case (.put, "code"): "UpdateFunctionCode"
        case (.post, "versions"): "PublishVersion"
        case (.put, "aliases"): "UpdateAlias"
        case (.post, "tags"): "TagResource"
        default: nil
        }
    }
}

extension ScriptedLambda.World {
    fileprivate typealias Answer = (status: Int, body: JSONObject)

    /// Nil where the answer is lost.
    fileprivate mutating func take(_ request: LambdaRequest) -> Answer? {
        guard let operation = request.operation else { return read(request) }
        for (operation, request) in late { _ = write(operation, request) }
        late = []
        switch fates.isEmpty ? .answered : fates.removeFirst() {
        case .answered: return write(operation, request)
        case .lost:
            _ = write(operation, request)
            return nil
        case .vanished: return nil
        case .late:
            late.append((operation, request))
            return nil
        case .throttled: return (429, ["__type": "TooManyRequestsException"])
        case .busy: return (409, ["__type": "ResourceConflictException"])
        }
    }

    // MARK: - Writes

    private mutating func write(_ operation: String, _ request: LambdaRequest) -> Answer {
        let expected = operation == "UpdateAlias" ? aliasRevision : revision
        if let revision = request.body["RevisionId"]?.string, revision != "\(expected)" {
            return (412, ["__type": "PreconditionFailedException"])
        }
        if isUpdating, operation != "UpdateAlias" { return (409, ["__type": "ResourceConflictException"]) }
        writes.append(operation)
        return carryOut(operation, request.body)
    }

    private mutating func carryOut(_ operation: String, _ body: JSONObject) -> Answer {
        switch operation {
        case "UpdateFunctionCode":
            image = body["ImageUri"]?.string ?? ""
            (revision, looksLeft, isUpdating) = (revision + 1, 1, true)
            return (200, configuration(of: nil))
        case "PublishVersion":
            let description = body["Description"]?.string ?? ""
            versions.append(.init(image: image, description: description))
            return (201, configuration(of: versions.count))
        case "UpdateAlias":
            alias = body["FunctionVersion"]?.string.flatMap { Int($0) } ?? 0
            if !versions[alias - 1].isReady { writes.append("named before it can run") }
            aliasRevision += 1
            return (200, aliasBody)
        default:
            for tag in body["Tags"]?.object?.members ?? [] { tags[tag.key] = tag.value }
            return (204, [:])
        }
    }

    // MARK: - Reads

    private mutating func read(_ request: LambdaRequest) -> Answer {
        switch request.what {
        case "tags": return (200, ["Tags": .object(tags)])
        case "aliases": return (200, aliasBody)
        case "versions":
            let all = [configuration(of: nil)] + versions.indices.map { configuration(of: $0 + 1) }
            return (200, ["Versions": .array(all.map { .object($0) })])
        default:
            let version = request.qualifier.flatMap { Int($0) }
            if let version, !versions.indices.contains(version - 1) {
                return (404, ["__type": "ResourceNotFoundException"])
            }
            let configuration = configuration(of: version)
            let image = version.map { versions[$0 - 1].image } ?? image
            look(at: version)
            return (200, ["Configuration": .object(configuration), "Code": ["ResolvedImageUri": .string(image)]])
        }
    }

    /// Brings on what is looked at; the end of an update is one more change.
    private mutating func look(at version: Int?) {
        if let version { return versions[version - 1].isReady = true }
        guard isUpdating else { return }
        looksLeft -= 1
        if looksLeft < 0 { (isUpdating, revision) = (false, revision + 1) }
    }

    private var aliasBody: JSONObject {
        [
            "AliasArn": "arn", "Name": "live", "FunctionVersion": .string("\(alias)"),
            "RevisionId": .string("\(aliasRevision)"),
        ]
    }

    /// Of a version, or of the newest code.
    private func configuration(of number: Int?) -> JSONObject {
        let version = number.map { versions[$0 - 1] }
        var body: JSONObject = [
            "FunctionName": "shop-staging", "PackageType": "Image",
            "Version": .string(number.map(String.init) ?? "$LATEST"),
            "FunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:shop-staging",
            "RevisionId": .string(number.map { "version-\($0)" } ?? "\(revision)"),
            "CodeSha256": .string(String((version?.image ?? image).suffix(64))),
            "Description": .string(version?.description ?? "thumbnails"),
            "State": version?.isReady == false ? "Pending" : "Active",
        ]
        body["LastUpdateStatus"] = "Successful"
        guard version == nil else { return body }
        if isUpdating { body["LastUpdateStatus"] = "InProgress" }
        if hasFailed {
            body["LastUpdateStatus"] = "Failed"
            body["LastUpdateStatusReasonCode"] = "InvalidImage"
            body["LastUpdateStatusReason"] = "no such architecture"
        }
        return body
    }
}
