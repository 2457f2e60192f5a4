/// The calls that are recorded: the writes that change what stages run, or what they can go back to.
struct RecordedCall {
    /// `ecs`.
    let service: String
    /// Without the date that Lambda appends.
    let operation: String

    /// Nil for any other call.
    init?(source: String, name: String) {
        guard source.hasSuffix(Self.domain) else { return nil }
        let service = String(source.dropLast(Self.domain.count))
        let operation = service == "lambda" ? name.withoutDate : name
        guard let services = Self.services[operation], services.contains(service) else { return nil }
        // Application Auto Scaling signs as the older service in some regions.
        self.service = operation == "RegisterScalableTarget" ? "application-autoscaling" : service
        self.operation = operation
    }

    private static let domain = ".amazonaws.com"

    /// The services of each operation.
    private static let services: [String: Set<String>] = {
        let operations = [
            "ecs": [
                "CreateService", "DeleteService", "DeregisterTaskDefinition", "ExecuteCommand",
                "RegisterTaskDefinition",
                "StopTask", "UpdateService",
            ],
            "lambda": ["PublishVersion", "UpdateAlias", "UpdateFunctionCode"],
            "ecr": ["BatchDeleteImage", "PutImage", "PutLifecyclePolicy"],
            "codepipeline": ["PutApprovalResult", "StartPipelineExecution"],
            "cloudformation": ["CreateStack", "ExecuteChangeSet", "UpdateStack"],
            "application-autoscaling": ["RegisterScalableTarget"],
            "autoscaling": ["RegisterScalableTarget", "UpdateAutoScalingGroup"],
        ]
        return operations.reduce(into: [:]) { services, entry in
            for operation in entry.value { services[operation, default: []].insert(entry.key) }
        }
    }()
}

extension String {
    /// `UpdateFunctionCode` of `UpdateFunctionCode20150331v2`.
    fileprivate var withoutDate: String {
        let bytes = Array(utf8)
        var end = bytes.count
        if let mark = bytes.lastIndex(of: UInt8(ascii: "v")), bytes[(mark + 1)...].allSatisfy(\.isDigit) { end = mark }
        guard end > 8, bytes[(end - 8)..<end].allSatisfy(\.isDigit) else { return self }
        return String(decoding: bytes[..<(end - 8)], as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
