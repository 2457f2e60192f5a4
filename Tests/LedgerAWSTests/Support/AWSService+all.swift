import LedgerAWS

extension AWSService {
    static let all: [AWSService] = [
        .applicationAutoScaling, .autoScaling, .cloudWatchLogs, .ecr, .ecs, .iam, .lambda,
        .secretsManager, .ssm, .sts,
    ]
}
