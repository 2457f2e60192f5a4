// The rules of Amazon ECS for a task definition, API version 2014-11-13. Each row names its source: a page of the API
// reference and its member, as in botocore's data/ecs/2014-11-13/service-2.json; "answer" is what RegisterTaskDefinition
// and DescribeTaskDefinition answer for a body without the member.
//
// DefinitionContent has the rules that need more than one member: ports, network mode and size.

import LedgerValues

extension DefinitionShape {
    /// RegisterTaskDefinition.
    package static let task = DefinitionShape(
        assumed: [
            // enableFaultInjection: false by default; the answer has it.
            "enableFaultInjection": false
        ],
        members: [
            "containerDefinitions": .entries(by: ["name"], container),
            "volumes": .entries(by: ["name"], volume),
            "placementConstraints": .entries(by: ["type", "expression"], DefinitionShape()),
            "inferenceAccelerators": .entries(by: ["deviceName"], DefinitionShape(value: "deviceType")),
            // ProxyConfiguration, properties: network settings by name.
            "proxyConfiguration": .object(DefinitionShape(members: ["properties": .entries(by: ["name"], pair)])),
            // requiresCompatibilities: launch types to check the definition against; nothing is added.
            "requiresCompatibilities": .set,
        ]
    )

    /// ContainerDefinition.
    static let container = DefinitionShape(
        added: [
            // cpu: an integer that is never absent from an answer; 0 reserves nothing.
            "cpu": 0,
            // essential: an omitted one counts as essential.
            "essential": true,
        ],
        assumed: [
            // versionConsistency: enabled by default.
            "versionConsistency": "enabled"
        ],
        members: [
            "portMappings": .entries(by: ["containerPort", "containerPortRange", "protocol"], DefinitionShape()),
            "environment": .entries(by: ["name"], pair),
            "secrets": .entries(by: ["name"], secret),
            // MountPoint and VolumeFrom, readOnly: false by default.
            "mountPoints": .entries(by: ["containerPath"], DefinitionShape(assumed: ["readOnly": false])),
            "volumesFrom": .entries(by: ["sourceContainer"], DefinitionShape(assumed: ["readOnly": false])),
            "dependsOn": .entries(by: ["containerName"], DefinitionShape(value: "condition")),
            "ulimits": .entries(by: ["name"], DefinitionShape()),
            "systemControls": .entries(by: ["namespace"], pair),
            "extraHosts": .entries(by: ["hostname"], DefinitionShape(value: "ipAddress")),
            "resourceRequirements": .entries(by: ["type"], pair),
            "dockerSecurityOptions": .set,
            "linuxParameters": .object(linuxParameters),
            "healthCheck": .object(healthCheck),
            "logConfiguration": .object(DefinitionShape(members: ["secretOptions": .entries(by: ["name"], secret)])),
            "restartPolicy": .object(restartPolicy),
        ]
    )

    /// HealthCheck.
    private static let healthCheck = DefinitionShape(
        added: [
            // interval: 30 seconds by default.
            "interval": 30,
            // timeout: 5 seconds by default.
            "timeout": 5,
            // retries: 3 by default.
            "retries": 3,
        ]
    )

    /// ContainerRestartPolicy.
    private static let restartPolicy = DefinitionShape(
        assumed: [
            // restartAttemptPeriod: 300 seconds by default.
            "restartAttemptPeriod": 300
        ],
        members: ["ignoredExitCodes": .set]
    )

    /// LinuxParameters.
    private static let linuxParameters = DefinitionShape(
        members: [
            // KernelCapabilities.
            "capabilities": .object(DefinitionShape(members: ["add": .set, "drop": .set])),
            // Device, permissions: a set.
            "devices": .entries(by: ["hostPath"], DefinitionShape(members: ["permissions": .set])),
            "tmpfs": .entries(by: ["containerPath"], DefinitionShape()),
        ]
    )

    /// Volume.
    private static let volume = DefinitionShape(
        members: [
            // EFSVolumeConfiguration: "/" is the same as no rootDirectory; encryption is DISABLED by default.
            "efsVolumeConfiguration": .object(
                DefinitionShape(
                    assumed: ["rootDirectory": "/", "transitEncryption": "DISABLED"],
                    // EFSAuthorizationConfig, iam: DISABLED by default.
                    members: ["authorizationConfig": .object(DefinitionShape(assumed: ["iam": "DISABLED"]))]
                )
            ),
            // S3FilesVolumeConfiguration: "/" is the same as no rootDirectory.
            "s3filesVolumeConfiguration": .object(DefinitionShape(assumed: ["rootDirectory": "/"])),
        ]
    )

    /// KeyValuePair, and others of its kind.
    private static let pair = DefinitionShape(value: "value")

    /// Secret.
    private static let secret = DefinitionShape(value: "valueFrom")
}
