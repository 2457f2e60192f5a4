import LedgerAWS
import LedgerValues
import Synchronization

/// AWS that answers reads as a write needs them, and keeps the writes; these get no answer, or the same refusal.
final class RecordingTransport: Transport {
    private let sent = Mutex<[HTTPRequest]>([])
    private let refusal: String?

    init(refusing refusal: String? = nil) {
        self.refusal = refusal
    }

    var requests: [HTTPRequest] { sent.withLock(\.self) }
    var writes: [HTTPRequest] { requests.filter { Self.answers[$0.operation] == nil } }

    private static let answers: [String: JSONValue] = [
        "BatchGetImage": [
            "images": [["imageId": ["imageDigest": "sha256:1"], "imageManifest": "{}", "imageManifestMediaType": "m"]]
        ],
        "ListServiceDeployments": [
            "serviceDeployments": [["serviceDeploymentArn": "deployment", "status": "IN_PROGRESS"]]
        ],
    ]

    func exchange(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        sent.withLock { $0.append(request) }
        if let answer = Self.answers[request.operation] {
            return HTTPResponse(status: 200, body: CanonicalJSON.bytes(answer))
        }
        guard let refusal else { throw .timedOut }
        return HTTPResponse(status: 400, body: Array(refusal.utf8))
    }
}

extension AWSClient {
    static func recording(_ transport: RecordingTransport) -> AWSClient {
        AWSClient(
            settings: AWSSettings(environment: [:]),
            region: "us-east-1",
            credentials: FixedCredentials(
                AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("secret"))
            ),
            transport: transport,
            clock: ServerClock { .noon },
            retry: .none
        )
    }
}

extension HTTPRequest {
    /// Of the JSON protocols; empty for any other.
    fileprivate var operation: String {
        headers.first(named: "X-Amz-Target")?.split(separator: ".").last.map(String.init) ?? ""
    }
}
