import LedgerAWS

extension AWSService {
    static let all: [AWSService] = [
        .applicationAutoScaling, .autoScaling, .cloudWatchLogs, .codePipeline, .ecr, .ecs, .iam, .lambda,
        .resourceGroupsTagging, .secretsManager, .ssm, .sts,
    ]
}
