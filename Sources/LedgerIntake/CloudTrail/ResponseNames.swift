import LedgerValues

/// What names something in the answer to a call; the rest of the answer is not recorded.
enum ResponseNames {
    static func of(_ response: JSONValue?) -> JSONObject {
        guard case .object(let object)? = response else { return [:] }
        return names(in: object, at: "")
    }

    private static func names(in object: JSONObject, at place: String) -> JSONObject {
        JSONObject(
            object.members.compactMap { member in
                let inner = place.isEmpty ? member.key : "\(place).\(member.key)"
                return name(member.value, at: inner).map { (member.key, $0) }
            }
        )
    }

    private static func name(_ value: JSONValue, at place: String) -> JSONValue? {
        switch value {
        case .string(let text): return places.contains(place) && !text.isEmpty ? value : nil
        case .object(let object):
            guard objects.contains(place) else { return nil }
            let names = names(in: object, at: place)
            return names.isEmpty ? nil : .object(names)
        case .array(let elements):
            let names = elements.compactMap { name($0, at: place) }
            return names.isEmpty ? nil : .array(names)
        case .null, .bool, .integer: return nil
        }
    }

    /// Lists do not count as places.
    private static let places: Set<String> = [
        "service.serviceArn", "service.serviceName", "service.clusterArn", "service.taskDefinition",
        "service.deployments.id", "service.deployments.taskDefinition",
        "taskDefinition.taskDefinitionArn", "taskDefinition.family",
        "task.taskArn", "task.taskDefinitionArn", "task.clusterArn", "task.group", "task.startedBy",
        "taskArn", "clusterArn", "containerArn", "containerName", "session.sessionId",
        "functionArn", "functionName", "version", "revisionId", "aliasArn", "name",
        "image.imageId.imageDigest", "image.imageId.imageTag", "image.repositoryName", "image.registryId",
        "imageIds.imageDigest", "imageIds.imageTag", "registryId", "repositoryName",
        "pipelineExecutionId", "stackId", "scalableTargetARN",
    ]

    private static let objects: Set<String> = places.reduce(into: []) { objects, place in
        let parts = place.split(separator: ".")
        for count in parts.indices.dropFirst() { objects.insert(parts[..<count].joined(separator: ".")) }
    }
}
