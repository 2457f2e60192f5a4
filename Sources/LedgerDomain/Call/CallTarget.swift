import LedgerValues

/// What a call is about: by this its stages are found.
package struct CallTarget: Equatable, Sendable {
    package private(set) var cluster, service, family, function, registry, repository, pipeline: String?

    package init(of call: ObservedCall) {
        switch call.service {
        case "ecs": takeECS(call)
        case "lambda": function = call.request.text("functionName").map(Self.functionName)
        case "ecr": (registry, repository) = (call.request.text("registryId"), call.request.text("repositoryName"))
        case "codepipeline": pipeline = call.request.text("name") ?? call.request.text("pipelineName")
        case "application-autoscaling": takeScaled(call.request.text("resourceId") ?? "")
        default: return
        }
    }

    private mutating func takeECS(_ call: ObservedCall) {
        let (request, response) = (call.request, call.response)
        switch call.operation {
        case "UpdateService", "DeleteService", "CreateService":
            let named = request.text("service") ?? request.text("serviceName")
            take(service: named ?? response["service"]?["serviceArn"]?.string, of: call)
        case "StopTask":
            let group = response["task"]?["group"]?.string ?? ""
            take(service: group.dropping(prefix: "service:"), of: call)
        case "ExecuteCommand": cluster = cluster(of: call)
        case "RegisterTaskDefinition": family = request.text("family")
        case "DeregisterTaskDefinition":
            family = request.text("taskDefinition").map(ARN.lastName).flatMap { $0.split(separator: ":").first }
                .map(String.init)
        default: return
        }
    }

    private mutating func take(service named: String?, of call: ObservedCall) {
        service = named.map(ARN.lastName)
        cluster = named.flatMap(Self.cluster(ofService:)) ?? cluster(of: call)
    }

    /// A call that names no cluster is about the one named `default`.
    private func cluster(of call: ObservedCall) -> String {
        let answered = call.response["service"]?["clusterArn"] ?? call.response["task"]?["clusterArn"]
        return ARN.lastName(of: call.request.text("cluster") ?? answered?.string ?? "default")
    }

    /// An ARN of today names the cluster: `…:service/CLUSTER/NAME`.
    private static func cluster(ofService name: String) -> String? {
        guard let path = ARN(name)?.resource.split(separator: "/"), path.count == 3 else { return nil }
        return String(path[1])
    }

    /// `NAME`, `NAME:ALIAS`, `ACCOUNT:function:NAME` or an ARN.
    private static func functionName(_ text: String) -> String {
        let parts = text.split(separator: ":").map(String.init)
        guard let marker = parts.firstIndex(of: "function"), marker + 1 < parts.count else {
            return parts.first ?? text
        }
        return parts[marker + 1]
    }

    /// `service/CLUSTER/NAME` or `function:NAME:ALIAS`.
    private mutating func takeScaled(_ resource: String) {
        let path = resource.split(separator: "/").map(String.init)
        if path.count == 3, path[0] == "service" { (cluster, service) = (path[1], path[2]) }
        if resource.hasPrefix("function:") { function = Self.functionName(resource) }
    }
}

extension JSONObject {
    fileprivate func text(_ name: String) -> String? {
        self[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> String? {
        guard hasPrefix(prefix), count > prefix.count else { return nil }
        return String(dropFirst(prefix.count))
    }
}
