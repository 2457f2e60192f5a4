package import LedgerValues

extension AWSWrite<FunctionConfiguration> {
    /// Gives a function another image.
    package static func updateFunctionCode(_ request: JSONObject) -> Self {
        Self(
            AWSOperation(.lambda, "UpdateFunctionCode", .put, "/2015-03-31/functions/{FunctionName}/code"),
            request,
            answer: .whole(FunctionConfiguration.init)
        )
    }

    /// Publishes what the function is now as a version.
    package static func publishVersion(_ request: JSONObject) -> Self {
        Self(
            AWSOperation(.lambda, "PublishVersion", .post, "/2015-03-31/functions/{FunctionName}/versions"),
            request,
            answer: .whole(FunctionConfiguration.init)
        )
    }
}

extension AWSWrite<FunctionAlias> {
    /// Points an alias to another version.
    package static func updateAlias(_ request: JSONObject) -> Self {
        Self(
            AWSOperation(.lambda, "UpdateAlias", .put, "/2015-03-31/functions/{FunctionName}/aliases/{Name}"),
            request,
            answer: .whole(FunctionAlias.init)
        )
    }
}

extension AWSWrite<Void> {
    /// Sets tags of a function; its other tags stay.
    package static func tagResource(_ request: JSONObject) -> Self {
        Self(AWSOperation(.lambda, "TagResource", .post, "/2017-03-31/tags/{Resource}"), request, answer: .nothing)
    }
}
