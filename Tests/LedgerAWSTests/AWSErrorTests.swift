import Testing

@testable import LedgerAWS

struct `An error of AWS` {
    private func read(_ status: Int, _ body: String, _ headers: [NameValue] = []) -> AWSError {
        AWSError(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), of: .ecs)
    }

    @Test(
        arguments: [
            (#"{"__type":"ClientException","message":"m"}"#, "ClientException", "m"),
            (#"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","Message":"m"}"#, "QueueDoesNotExist", "m"),
            (#"{"code":"a#ValidationException:http://x/y"}"#, "ValidationException", ""),
            (#"{"__type":"A","message":{"odd":1.5},"new":[]}"#, "A", ""),
            ("<ErrorResponse><Error><Code>C</Code><Message>m</Message></Error></ErrorResponse>", "C", "m"),
            ("<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors></Response>", "C", "m"),
            ("<Error><Code>C</Code><Message>m</Message></Error>", "C", "m"), ("", "HTTP 400", ""),
            ("<html><body>Bad Gateway<br></body></html>", "HTTP 400", ""), (#"{"__type":"Cli"#, "HTTP 400", ""),
            ("<ErrorResponse><Error><Code>C</Co", "HTTP 400", ""), ("[1]", "HTTP 400", ""),
            ("\u{0}\u{1}", "HTTP 400", ""),
        ]
    )
    func `is parsed from any body`(body: String, code: String, message: String) {
        let error = read(400, body)
        #expect(error.code == code && error.message == message && error.status == 400)
    }

    @Test func `has the code of a header if the body has none`() {
        let headers = [
            NameValue("X-Amzn-ErrorType", "ResourceConflictException:http://internal/"),
            NameValue("x-amzn-RequestId", "r-1"),
        ]
        let error = read(409, #"{"Type":"User","Message":"in progress"}"#, headers)
        #expect(error.code == "ResourceConflictException" && error.message == "in progress")
        #expect(error.requestID == "r-1" && error.kind == .busy)
    }

    @Test func `has the request id from XML`() {
        #expect(read(400, "<ErrorResponse><Error/><RequestId>r-2</RequestId></ErrorResponse>").requestID == "r-2")
    }

    private static let noRole =
        "Unable to assume the service linked role. Please verify that the ECS service linked role exists."
    private static let tooMany =
        "Too many concurrent attempts to create a new revision of the specified family."

    @Test(
        arguments: [
            ("ThrottlingException", "", 400, AWSService.ecs, ErrorClass.throttled),
            ("TooManyRequestsException", "", 429, .lambda, .throttled), ("HTTP 429", "", 429, .ecr, .throttled),
            ("LimitExceededException", "", 400, .cloudWatchLogs, .throttled),
            ("LimitExceededException", "", 400, .ecr, .invalid), ("ServerException", "", 500, .ecs, .doubtful),
            ("ServiceException", "", 500, .lambda, .doubtful), ("HTTP 503", "", 503, .ecs, .doubtful),
            ("NobodyKnowsException", "", 500, .ecs, .doubtful), ("ResourceContention", "", 500, .autoScaling, .busy),
            ("ExpiredTokenException", "", 400, .ecs, .credentials), ("ExpiredToken", "", 403, .sts, .credentials),
            ("SignatureDoesNotMatch", "", 403, .iam, .credentials),
            ("AccessDeniedException", "", 400, .ecs, .denied), ("HTTP 403", "", 403, .ecs, .denied),
            ("ResourceConflictException", "", 409, .lambda, .busy), ("ClientException", tooMany, 400, .ecs, .busy),
            ("ClientException", "TaskDefinition is inactive", 400, .ecs, .invalid),
            ("ClientException", tooMany, 400, .ecr, .invalid),
            ("InvalidParameterException", noRole, 400, .ecs, .propagating),
            ("ClientException", noRole, 400, .ecs, .propagating),
            ("InvalidParameterValueException", "The role cannot be assumed by Lambda.", 400, .lambda, .propagating),
            ("ImageAlreadyExistsException", "", 400, .ecr, .alreadySo),
            ("ImageTagAlreadyExistsException", "", 400, .ecr, .invalid),
            ("PreconditionFailedException", "", 412, .lambda, .outdated), ("HTTP 412", "", 412, .lambda, .outdated),
            ("ServiceNotFoundException", "", 400, .ecs, .invalid), ("", "", 404, .ecs, .invalid),
        ]
    )
    func `has its class from the table`(
        code: String,
        message: String,
        status: Int,
        service: AWSService,
        kind: ErrorClass
    ) {
        #expect(ErrorRule.kind(code: code, message: message, status: status, of: service) == kind)
    }
}
