import LedgerValues

extension AWSError {
    /// Parses an error response.
    ///
    /// The body may be JSON, XML whatever the service's protocol, HTML, truncated or empty; what cannot be parsed is
    /// left out.
    init(_ response: HTTPResponse, of service: AWSService) {
        let body = Self.json(response.body) ?? Self.xml(response.body) ?? (code: nil, message: nil, requestID: nil)
        let named = body.code ?? response.headers.first(named: "x-amzn-errortype")
        let code = named.map(Self.plain)?.nonEmpty ?? "HTTP \(response.status)"
        let message = body.message ?? ""
        self.init(
            code: code,
            message: message,
            status: response.status,
            requestID: response.requestID ?? body.requestID,
            kind: ErrorRule.kind(code: code, message: message, status: response.status, of: service)
        )
    }

    private typealias Reading = (code: String?, message: String?, requestID: String?)

    private static func json(_ body: [UInt8]) -> Reading? {
        guard let object = try? JSONObject(answer: body), !object.isEmpty else { return nil }
        let code = object.text("__type") ?? object.text("code") ?? object.text("Code")
        let message = object.text("message") ?? object.text("Message") ?? object.text("errorMessage")
        return (code, message, nil)
    }

    private static func xml(_ body: [UInt8]) -> Reading? {
        guard let document = XMLReader.document(body) else { return nil }
        let error = document.first("Error") ?? document.first("Errors")?.first("Error") ?? document
        let requestID = (document.text("RequestId") ?? document.text("RequestID"))?.cut(to: 128)
        return (error.text("Code"), error.text("Message"), requestID)
    }

    /// The plain name of `com.amazonaws.ecs#ClientException:http://…`.
    private static func plain(_ code: String) -> String {
        let name = code.split(separator: "#", omittingEmptySubsequences: false).last ?? ""
        return String(name.prefix { $0 != ":" })
    }
}

extension HTTPResponse {
    var requestID: String? {
        (headers.first(named: "x-amzn-requestid") ?? headers.first(named: "x-amz-request-id"))?.cut(to: 128)
    }
}
