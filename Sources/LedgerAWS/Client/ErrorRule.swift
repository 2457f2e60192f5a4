/// Assigns a class to an error: the first matching rule decides.
struct ErrorRule: Sendable {
    let kind: ErrorClass
    private let codes: Set<String>
    private let services: Set<String>
    private let statuses: Set<Int>
    private let phrase: String?

    /// Omitted conditions match everything.
    private init(
        _ kind: ErrorClass,
        codes: Set<String> = [],
        of services: [AWSService] = [],
        statuses: Set<Int> = [],
        saying phrase: String? = nil
    ) {
        (self.kind, self.codes, self.statuses, self.phrase) = (kind, codes, statuses, phrase)
        self.services = Set(services.map(\.id))
    }

    static func kind(code: String, message: String, status: Int, of service: AWSService) -> ErrorClass {
        all.first { $0.fits(code: code, message: message, status: status, service: service) }?.kind ?? .invalid
    }

    private func fits(code: String, message: String, status: Int, service: AWSService) -> Bool {
        (codes.isEmpty || codes.contains(code))
            && (services.isEmpty || services.contains(service.id))
            && (statuses.isEmpty || statuses.contains(status))
            && (phrase.map { message.contains($0) } ?? true)
    }

    /// Specific rules come before general ones.
    ///
    /// Phrases are used only where AWS has no specific code.
    static let all: [ErrorRule] = [
        ErrorRule(
            .busy,
            codes: ["ClientException"],
            of: [.ecs],
            saying: "Too many concurrent attempts to create a new revision"
        ),
        ErrorRule(
            .propagating,
            codes: ["ClientException", "InvalidParameterException"],
            of: [.ecs],
            saying: "nable to assume the service linked role"
        ),
        ErrorRule(.propagating, codes: ["InvalidParameterValueException"], of: [.lambda], saying: "cannot be assumed"),
        ErrorRule(.throttled, codes: ["LimitExceededException"], of: [.cloudWatchLogs]),
        ErrorRule(.throttled, codes: throttled),
        ErrorRule(.credentials, codes: credentials),
        ErrorRule(.denied, codes: denied),
        ErrorRule(.busy, codes: busy),
        ErrorRule(.alreadySo, codes: alreadySo),
        ErrorRule(.outdated, codes: outdated),
        ErrorRule(.doubtful, codes: doubtful),
        ErrorRule(.throttled, statuses: [429]),
        ErrorRule(.outdated, statuses: [412]),
        ErrorRule(.denied, statuses: [401, 403]),
        ErrorRule(.doubtful, statuses: Set(500...599)),
    ]

    private static let throttled: Set = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException",
        "Throttling", "ThrottlingException", "TooManyRequestsException",
    ]
    private static let credentials: Set = [
        "ExpiredToken", "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException",
        "InvalidClientTokenId", "InvalidSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "RequestExpired", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    ]
    private static let denied: Set = [
        "AccessDenied", "AccessDeniedException", "BlockedException", "FailedResourceAccessException", "NotAuthorized",
        "OptInRequired", "UnauthorizedException",
    ]
    private static let busy: Set = [
        "ClusterContainsCapacityProviderException", "ClusterContainsContainerInstancesException",
        "ClusterContainsServicesException", "ClusterContainsTasksException", "ConcurrentModification",
        "ConcurrentModificationException", "ConcurrentPipelineExecutionsLimitExceededException",
        "ConcurrentUpdateException", "ConflictException", "DeleteConflict", "DependencyViolation",
        "OperationAbortedException", "ResourceConflictException", "ResourceContention", "ResourceInUse",
        "ResourceInUseException", "ScalingActivityInProgress", "UpdateInProgressException",
    ]
    private static let alreadySo: Set = [
        "AlreadyExists", "AlreadyExistsException", "ApprovalAlreadyCompletedException", "EntityAlreadyExists",
        "ImageAlreadyExistsException", "PipelineNameInUseException", "RepositoryAlreadyExistsException",
        "ResourceAlreadyExistsException", "TokenAlreadyExistsException",
    ]
    private static let outdated: Set = [
        "InvalidApprovalTokenException", "NotLatestPipelineExecutionException", "PipelineExecutionOutdatedException",
        "PreconditionFailed", "PreconditionFailedException",
    ]
    private static let doubtful: Set = [
        "InternalError", "InternalException", "InternalFailure", "InternalServerError", "InternalServiceError",
        "InternalServiceException", "InternalServiceFault", "RequestTimeout", "RequestTimeoutException",
        "ServerException", "ServiceException", "ServiceFailure", "ServiceUnavailable", "ServiceUnavailableException",
    ]
}
