import LedgerDomain
import LedgerValues

/// An ECS service that is a stage, and what its task definitions are made of.
struct Service {
    let stage: StageID
    let region: String
    let cluster: String
    /// The container that runs the stack's image.
    let container: String
    /// In ECR.
    let repository: String
    var cpu = "512"
    var memory = "1024"
    var port: Int64 = 8080
    var environment: [(name: String, value: String)] = []
    /// Names of parameters in Secrets Manager.
    var secrets: [String] = []
    /// A collector of traces beside it.
    var hasCollector = false

    var family: String { "\(stage.stack.rawValue)-\(stage.stage.rawValue)" }

    mutating func set(_ name: String, to value: String) {
        environment.removeAll { $0.name == name }
        environment.append((name, value))
    }
}

extension Service {
    /// The body of a task definition that runs `image`.
    func definition(of image: String) -> JSONObject {
        [
            "family": .string(family),
            "cpu": .string(cpu),
            "memory": .string(memory),
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["EC2"],
            "executionRoleArn": .string(role("exec")),
            "taskRoleArn": .string(role("task")),
            "containerDefinitions": .array([.object(main(of: image))] + (hasCollector ? [.object(collector)] : [])),
        ]
    }

    private func main(of image: String) -> JSONObject {
        [
            "name": .string(container),
            "image": .string(image),
            "essential": true,
            "portMappings": [["containerPort": .integer(port), "protocol": "tcp"]],
            "environment": .array(environment.map { ["name": .string($0.name), "value": .string($0.value)] }),
            "secrets": .array(secrets.map { ["name": .string($0), "valueFrom": .string(secret($0))] }),
            "healthCheck": [
                "command": ["CMD-SHELL", .string("wget -q -O- http://localhost:\(port)/healthz || exit 1")],
                "interval": 10, "retries": 3, "startPeriod": 20, "timeout": 5,
            ],
            "logConfiguration": [
                "logDriver": "awslogs",
                "options": [
                    "awslogs-group": .string("/ecs/\(family)"), "awslogs-region": .string(region),
                    "awslogs-stream-prefix": .string(container),
                ],
            ],
        ]
    }

    private var collector: JSONObject {
        [
            "name": "otel",
            "image": "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.1",
            "essential": false,
            "cpu": 64,
            "memoryReservation": 128,
        ]
    }

    private func role(_ purpose: String) -> String {
        "arn:aws:iam::\(Narrator.account):role/\(family)-\(purpose)"
    }

    private func secret(_ name: String) -> String {
        let path = name.lowercased().split(separator: "_").joined(separator: "-")
        return "arn:aws:secretsmanager:\(region):\(Narrator.account):secret:\(stage)/\(path)"
    }

    func arn(ofRevision revision: String) -> String {
        "arn:aws:ecs:\(region):\(Narrator.account):task-definition/\(revision)"
    }

    var revisionStream: String { "revision/\(Narrator.account)/\(region)/\(family)" }
    var repositoryStream: String { "repository/\(Narrator.account)/\(region)/\(repository)" }
    var stageStream: String { "stage/\(stage)" }
}

/// An image that a pipeline built from a commit.
struct Build {
    let commit: String
    let digest: String
    let repository: String

    /// In full, as the registry of a region names it.
    func image(in region: String) -> String {
        "\(Narrator.account).dkr.ecr.\(region).amazonaws.com/\(repository)@\(digest)"
    }

    var tag: String { String(commit.prefix(7)) }
}

/// What one version of a stage was.
struct Release {
    var service: Service
    var build: Build
    var revision: String
}
