package import LedgerValues

/// The members that RegisterTaskDefinition takes.
///
/// AWS drops any other member without a word. A test compares the table with botocore's model of the call.
package enum DefinitionMembers {
    /// The members of each object, by its place: `containerDefinitions.portMappings`, where lists do not count.
    ///
    /// An object without a row, such as `dockerLabels`, has members of any name.
    package static let table: [String: Set<String>] = [
        "": [
            "containerDefinitions", "cpu", "enableFaultInjection", "ephemeralStorage", "executionRoleArn", "family",
            "inferenceAccelerators", "ipcMode", "memory", "networkMode", "pidMode", "placementConstraints",
            "proxyConfiguration", "requiresCompatibilities", "runtimePlatform", "tags", "taskRoleArn", "volumes",
        ],
        "containerDefinitions": [
            "command", "cpu", "credentialSpecs", "dependsOn", "disableNetworking", "dnsSearchDomains", "dnsServers",
            "dockerLabels", "dockerSecurityOptions", "entryPoint", "environment", "environmentFiles", "essential",
            "extraHosts", "firelensConfiguration", "healthCheck", "hostname", "image", "interactive", "links",
            "linuxParameters", "logConfiguration", "memory", "memoryReservation", "mountPoints", "name", "portMappings",
            "privileged", "pseudoTerminal", "readonlyRootFilesystem", "repositoryCredentials", "resourceRequirements",
            "restartPolicy", "secrets", "startTimeout", "stopTimeout", "systemControls", "ulimits", "user",
            "versionConsistency", "volumesFrom", "workingDirectory",
        ],
        "containerDefinitions.dependsOn": ["condition", "containerName"],
        "containerDefinitions.environment": ["name", "value"],
        "containerDefinitions.environmentFiles": ["type", "value"],
        "containerDefinitions.extraHosts": ["hostname", "ipAddress"],
        "containerDefinitions.firelensConfiguration": ["options", "type"],
        "containerDefinitions.healthCheck": ["command", "interval", "retries", "startPeriod", "timeout"],
        "containerDefinitions.linuxParameters": [
            "capabilities", "devices", "initProcessEnabled", "maxSwap", "sharedMemorySize", "swappiness", "tmpfs",
        ],
        "containerDefinitions.linuxParameters.capabilities": ["add", "drop"],
        "containerDefinitions.linuxParameters.devices": ["containerPath", "hostPath", "permissions"],
        "containerDefinitions.linuxParameters.tmpfs": ["containerPath", "mountOptions", "size"],
        "containerDefinitions.logConfiguration": ["logDriver", "options", "secretOptions"],
        "containerDefinitions.logConfiguration.secretOptions": ["name", "valueFrom"],
        "containerDefinitions.mountPoints": ["containerPath", "readOnly", "sourceVolume"],
        "containerDefinitions.portMappings": [
            "appProtocol", "containerPort", "containerPortRange", "hostPort", "name", "protocol",
        ],
        "containerDefinitions.repositoryCredentials": ["credentialsParameter"],
        "containerDefinitions.resourceRequirements": ["type", "value"],
        "containerDefinitions.restartPolicy": ["enabled", "ignoredExitCodes", "restartAttemptPeriod"],
        "containerDefinitions.secrets": ["name", "valueFrom"],
        "containerDefinitions.systemControls": ["namespace", "value"],
        "containerDefinitions.ulimits": ["hardLimit", "name", "softLimit"],
        "containerDefinitions.volumesFrom": ["readOnly", "sourceContainer"],
        "ephemeralStorage": ["sizeInGiB"],
        "inferenceAccelerators": ["deviceName", "deviceType"],
        "placementConstraints": ["expression", "type"],
        "proxyConfiguration": ["containerName", "properties", "type"],
        "proxyConfiguration.properties": ["name", "value"],
        "runtimePlatform": ["cpuArchitecture", "operatingSystemFamily"],
        "tags": ["key", "value"],
        "volumes": [
            "configuredAtLaunch", "dockerVolumeConfiguration", "efsVolumeConfiguration",
            "fsxWindowsFileServerVolumeConfiguration", "host", "name", "s3filesVolumeConfiguration",
        ],
        "volumes.dockerVolumeConfiguration": ["autoprovision", "driver", "driverOpts", "labels", "scope"],
        "volumes.efsVolumeConfiguration": [
            "authorizationConfig", "fileSystemId", "rootDirectory", "transitEncryption", "transitEncryptionPort",
        ],
        "volumes.efsVolumeConfiguration.authorizationConfig": ["accessPointId", "iam"],
        "volumes.fsxWindowsFileServerVolumeConfiguration": ["authorizationConfig", "fileSystemId", "rootDirectory"],
        "volumes.fsxWindowsFileServerVolumeConfiguration.authorizationConfig": ["credentialsParameter", "domain"],
        "volumes.host": ["sourcePath"],
        "volumes.s3filesVolumeConfiguration": [
            "accessPointArn", "fileSystemArn", "rootDirectory", "transitEncryptionPort",
        ],
    ]

    /// The members that DescribeTaskDefinition adds.
    package static let described: Set = [
        "compatibilities", "deleteRequestedAt", "deregisteredAt", "registeredAt", "registeredBy", "requiresAttributes",
        "revision", "status", "taskDefinitionArn",
    ]

    /// The members of a registration that AWS does not know: `containerDefinitions[0].environemnt`.
    package static func unknown(in definition: JSONObject) -> [String] {
        unknown(in: .object(definition), .whole, "")
    }

    private static func unknown(in value: JSONValue, _ place: DefinitionPlace, _ name: String) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                let name = name.isEmpty ? member.key : "\(name).\(member.key)"
                guard place.takes(member.key) else { return [name] }
                return unknown(in: member.value, place.entering(member.key), name)
            }
        case .array(let elements):
            elements.enumerated().flatMap { unknown(in: $1, place, "\(name)[\($0)]") }
        case .null, .bool, .integer, .string: []
        }
    }
}

/// A place in a task definition.
package struct DefinitionPlace: Equatable, Sendable {
    private let path: String

    package static let whole = DefinitionPlace(path: "")

    package func entering(_ member: String) -> DefinitionPlace {
        DefinitionPlace(path: path.isEmpty ? member : "\(path).\(member)")
    }

    /// Whether AWS takes a member here, whose name is written like this.
    package func takes(_ member: String) -> Bool {
        DefinitionMembers.table[path]?.contains(member) ?? true
    }

    /// Whether AWS has a member here, written in any case: CloudFormation writes `ContainerDefinitions`.
    package func knows(_ member: String) -> Bool {
        Self.lowercased[path.lowercased()]?.contains(member.lowercased()) ?? true
    }

    private static let lowercased: [String: Set<String>] = {
        var table: [String: Set<String>] = [:]
        for (path, members) in DefinitionMembers.table {
            table[path.lowercased()] = Set(members.map { $0.lowercased() })
        }
        table[""]?.formUnion(DefinitionMembers.described.map { $0.lowercased() })
        return table
    }()
}
