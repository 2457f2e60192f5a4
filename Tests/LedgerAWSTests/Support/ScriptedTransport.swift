import LedgerAWS
import Synchronization

/// A transport that answers from a script, and records its requests.
final class ScriptedTransport: Transport {
    typealias Step = Result<HTTPResponse, TransportError>

    private let steps: Mutex<[Step]>
    private let log = Mutex<[HTTPRequest]>([])

    init(_ steps: [Step]) {
        self.steps = Mutex(steps)
    }

    var sent: [HTTPRequest] { log.withLock(\.self) }

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        log.withLock { $0.append(request) }
        let step = steps.withLock { $0.isEmpty ? .failure(.notSent("the script is over")) : $0.removeFirst() }
        return try step.get()
    }
}

extension ScriptedTransport.Step {
    static func answer(_ status: Int, _ body: String = "", headers: [NameValue] = []) -> Self {
        .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
    }
}
