enum StackColumn: Int, TableColumn {
    case stack, architecture, repositoryProvider, repositoryUrl, repositoryBranch, account, region
    case description, createdAt, createdBy

    static let table = "stacks"
    static let key: [Self] = [.stack]
}

enum StageColumn: Int, TableColumn {
    case stack, stage, ordinal, account, region, kind, cluster, service, family, container, function
    case approval, settings, lockReason, lockedBy, lockedAt, lockExpires, lockAllows, addedAt, addedBy

    static let table = "stages"
    static let key: [Self] = [.stack, .stage]
}

enum DeploymentColumn: Int, TableColumn {
    case deployment, stack, stage, version, kind, status, outcome, revision, image, containerImages, commit
    case awsDeployment, fromStage, fromVersion, originalVersion, target, reason, code, message
    case mark, markReason, markedAt, markedBy, requestedAt, requestedBy, approvedAt, approvedBy, selfApproved
    case startedAt, endedAt, supersededBy, rolledBackTo, idempotencyKey, correlationId, cause, causedAt

    static let table = "deployments"
    static let key: [Self] = [.stack, .stage, .version]
}

enum MarkColumn: Int, TableColumn {
    case stack, stage, version, mark, reason, markedAt, markedBy

    static let table = "marks"
    static let key: [Self] = [.stack, .stage, .version, .markedAt]
}

enum RunColumn: Int, TableColumn {
    case stack, stage, version, deployment, revision, image, containerImages, from, to

    static let table = "runs"
    static let key: [Self] = [.stack, .stage, .from, .version]
}

enum RevisionColumn: Int, TableColumn {
    case account, region, family, number, revision, arn, status, fingerprint, content, registeredAt
    case registeredBy, deregisteredAt, registeredPosition

    static let table = "revisions"
    static let key: [Self] = [.revision, .account, .region]
}

enum ContainerColumn: Int, TableColumn {
    case account, region, revision, container, ordinal, image, digest, tag, cpu, memory, memoryReservation
    case essential, environment, secrets, ports

    static let table = "containers"
    static let key: [Self] = [.revision, .container, .account, .region]
}

enum ImageColumn: Int, TableColumn {
    case account, region, repository, digest, image, size, commit, status, pushedAt, pushedBy, deletedAt
    case deletedWhy, scanStatus, scanFindings

    static let table = "images"
    static let key: [Self] = [.digest, .account, .region, .repository]
}

enum ImageTagColumn: Int, TableColumn {
    case account, region, repository, tag, digest, taggedAt

    static let table = "image_tags"
    static let key: [Self] = [.repository, .tag, .account, .region]
}

enum ActionColumn: Int, TableColumn {
    case action, deployment, stack, stage, version, service, operation, `class`, status, attempts, token
    case verdict, intendedAt, endedAt, requestId, code, message

    static let table = "actions"
    static let key: [Self] = [.action]
}

enum AttemptColumn: Int, TableColumn {
    case action, attempt, epoch, worker, attemptedAt, outcome, answeredAt, requestId, code, message
    case retryable

    static let table = "attempts"
    static let key: [Self] = [.action, .attempt]
}

enum BuildColumn: Int, TableColumn {
    case account, region, pipeline, execution, status, commit, commits, image, phase, message, log, failedAt
    case startedAt, endedAt

    static let table = "builds"
    static let key: [Self] = [.execution, .account, .region, .pipeline]
}

enum CallColumn: Int, TableColumn {
    case call, account, region, service, operation, principal, principalKind, actor, at, address, agent, requestId
    case event, request, response, hidden, code, message, cluster, ecsService, family, function, registry
    case repository, pipeline, awsDeployment, action

    static let table = "calls"
    static let key: [Self] = [.call]
}

enum DriftColumn: Int, TableColumn {
    case stack, stage, expected, observed, principal, detectedAt, clearedAt

    static let table = "drifts"
    static let key: [Self] = [.stack, .stage, .detectedAt]
}
