import LedgerAWS
import LedgerTesting
import LedgerValues
import Synchronization

/// AWS in memory, behind the real client: one ECS service, one Lambda function, one repository of ECR, and who is asking.
///
/// The process that asks may die before or after any call; see ``SimulatedProcess``.
final class MemoryAWS: Transport {
    private let state: Mutex<MemoryWorld>
    private let process = Mutex(SimulatedProcess())
    private let sentWrites = Mutex<[MemoryRequest]>([])

    init(_ world: MemoryWorld) {
        state = Mutex(world)
    }

    /// The process whose calls these are from now on.
    func serve(_ process: SimulatedProcess) {
        self.process.withLock { $0 = process }
    }

    func with<Value: Sendable>(_ body: (inout sending MemoryWorld) -> sending Value) -> Value {
        state.withLock(body)
    }

    var now: Timestamp { with(\.clock.now) }

    /// All requests that change something, in order, whatever came of them.
    var writes: [MemoryRequest] { sentWrites.withLock(\.self) }

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let process = process.withLock(\.self)
        guard process.step() else { throw Self.end() }
        let asked = MemoryRequest(request)
        if asked.isWrite { sentWrites.withLock { $0.append(asked) } }
        let answer = with { $0.answer(asked) }
        guard process.step() else { throw Self.end() }
        return answer.response
    }

    /// A dead process waits for nothing either.
    private static func end() -> TransportError {
        withUnsafeCurrentTask { $0?.cancel() }
        return .lost("the process is dead")
    }
}

/// A request as a service reads it.
struct MemoryRequest: Sendable {
    let host: String
    let operation: String
    let members: JSONObject

    /// Lambda's operations are paths; STS speaks the query protocol, the others JSON with the operation in a header.
    init(_ request: HTTPRequest) {
        host = request.endpoint.host
        if let operation = Self.operation(of: request) {
            self.operation = operation
            var members = (try? JSONReader.value(request.body))?.object ?? [:]
            for item in request.query { members[item.name] = .string(item.value) }
            self.members = members
            return
        }
        let body = String(decoding: request.body, as: UTF8.self)
        if let target = request.headers.first(named: "X-Amz-Target") {
            operation = target.split(separator: ".").last.map(String.init) ?? ""
            members = (try? JSONReader.value(request.body))?.object ?? [:]
        } else {
            operation =
                body.split(separator: "&").first { $0.hasPrefix("Action=") }.map { String($0.dropFirst(7)) } ?? ""
            members = [:]
        }
    }

    private static func operation(of request: HTTPRequest) -> String? {
        let function = "/2015-03-31/functions/shop"
        return switch (request.method, request.path) {
        case (.get, function): "GetFunction"
        case (.get, "\(function)/configuration"): "GetFunctionConfiguration"
        case (.get, "\(function)/versions"): "ListVersionsByFunction"
        case (.get, "\(function)/aliases/\(MemoryFunction.alias)"): "GetAlias"
        case (.put, "\(function)/code"): "UpdateFunctionCode"
        case (.post, "\(function)/versions"): "PublishVersion"
        case (.put, "\(function)/aliases/\(MemoryFunction.alias)"): "UpdateAlias"
        case (.get, _) where request.path.hasPrefix("/2017-03-31/tags/"): "ListTags"
        case (.post, _) where request.path.hasPrefix("/2017-03-31/tags/"): "TagResource"
        default: nil
        }
    }

    var isWrite: Bool { !["Describe", "List", "Get", "BatchGet"].contains { operation.hasPrefix($0) } }

    func text(_ name: String) -> String { members[name]?.string ?? "" }

    func texts(_ name: String) -> [String] { (members[name]?.array ?? []).compactMap(\.string) }
}

enum MemoryAnswer: Sendable {
    case done(JSONObject)
    case xml(String)
    case refused(code: String, message: String, status: Int = 400)

    var response: HTTPResponse {
        switch self {
        case .done(let object): HTTPResponse(status: 200, body: CanonicalJSON.bytes(.object(object)))
        case .xml(let text): HTTPResponse(status: 200, body: Array(text.utf8))
        case .refused(let code, let message, let status):
            HTTPResponse(
                status: status,
                headers: [NameValue("x-amzn-errortype", code)],
                body: CanonicalJSON.bytes(["__type": .string(code), "message": .string(message)])
            )
        }
    }
}

/// The clock of AWS; each look at it is a second later.
struct MemoryClock: Sendable {
    private var seconds: Int64 = 1_795_255_200

    var now: Timestamp { Timestamp(microseconds: seconds * 1_000_000) }

    mutating func tick() -> Int64 {
        seconds += 1
        return seconds
    }
}
