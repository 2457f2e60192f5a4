import LedgerDomain
import LedgerValues

/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html
extension Translation {
    /// Insight events have the names of calls too, but are none.
    static func call(_ envelope: Envelope) throws(Defect.Reason) -> Translation {
        let record = envelope.detail
        let source = try record.text("eventSource")
        guard record.optionalText("eventType") ?? "AwsApiCall" == "AwsApiCall",
            let recorded = RecordedCall(source: source, name: try record.text("eventName"))
        else { return .ignored }
        let stream = StreamName.call(try envelope.registry(), service: source)
        return .call(stream, ObservedCall(recorded, envelope))
    }
}

extension ObservedCall {
    fileprivate init(_ call: RecordedCall, _ envelope: Envelope) {
        let record = envelope.detail
        self.init(
            service: call.service,
            operation: call.operation,
            principal: CallPrincipal(identity: record["userIdentity"]?.object ?? [:]),
            at: envelope.time,
            requestID: record.optionalText("requestID"),
            event: envelope.identity
        )
        address = record.optionalText("sourceIPAddress")
        agent = record.optionalText("userAgent")
        let parameters = RequestParameters(record["requestParameters"], of: call)
        (request, hidden) = (parameters.object, parameters.hidden)
        response = ResponseNames.of(record["responseElements"])
        refusal = record.optionalText("errorCode").map { code in
            CallRefusal(code: code, message: record.optionalText("errorMessage"))
        }
        if refusal == nil { awsDeployment = BegunDeployment(call, at: envelope.time, record)?.id }
    }
}

extension Envelope {
    /// Who made the call, as AWS names principals.
    var caller: String {
        let identity = detail["userIdentity"]?.object ?? [:]
        return identity.optionalText("arn") ?? CallPrincipal(identity: identity).name
    }
}
