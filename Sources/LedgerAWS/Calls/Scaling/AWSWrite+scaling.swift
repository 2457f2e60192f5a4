package import LedgerValues

extension AWSWrite<Void> {
    /// Sets the bounds of a service's task count.
    ///
    /// A bound that is left out stays as it is.
    package static func registerScalableTarget(_ request: JSONObject) -> Self {
        Self(AWSOperation(.applicationAutoScaling, "RegisterScalableTarget"), request, answer: .nothing)
    }

    /// Sets the bounds and the size of a group.
    ///
    /// What is left out stays as it is.
    package static func updateAutoScalingGroup(_ request: JSONObject) -> Self {
        Self(AWSOperation(.autoScaling, "UpdateAutoScalingGroup"), request, answer: .nothing)
    }
}
