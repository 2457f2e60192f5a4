package import LedgerValues

extension AWSWrite<TaggedTaskDefinition> {
    /// Creates a new revision of a family.
    ///
    /// AWS takes no token here: each call that it carries out makes one more revision. A tag identifies ours.
    package static func registerTaskDefinition(_ request: JSONObject) -> Self {
        Self(AWSOperation(.ecs, "RegisterTaskDefinition"), request, answer: .whole(TaggedTaskDefinition.init))
    }
}

extension AWSWrite<ECSService> {
    /// Changes what a service runs, or how many tasks it has.
    package static func updateService(_ request: JSONObject) -> Self {
        Self(AWSOperation(.ecs, "UpdateService"), request, answer: .member("service", ECSService.init))
    }
}

extension AWSWrite<String> {
    /// Stops a running deployment of a service.
    ///
    /// The answer is the deployment's ARN.
    package static func stopServiceDeployment(_ request: JSONObject) -> Self {
        Self(AWSOperation(.ecs, "StopServiceDeployment"), request, answer: .text("serviceDeploymentArn"))
    }
}
