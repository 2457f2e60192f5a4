import LedgerLog
import LedgerValues

/// Records as CloudTrail writes them, with fictional names.
enum CallRecord {
    static let mia: JSONObject = [
        "type": "AssumedRole", "principalId": "AROAEXAMPLE:mia", "accountId": .string(AWSEvent.account),
        "arn": "arn:aws:sts::123456789012:assumed-role/operator/mia",
        "sessionContext": ["sessionIssuer": ["type": "Role", "userName": "operator"]],
    ]

    static func call(
        _ operation: String,
        of source: String = "ecs",
        id: String? = nil,
        at time: String = "2026-11-03T14:21:07Z",
        by identity: JSONObject = mia,
        _ request: JSONValue = ["cluster": "main", "service": "shop-prod", "forceNewDeployment": true],
        answer: JSONValue = .null,
        _ more: JSONObject = [:]
    ) -> JSONValue {
        let event = id ?? AWSEvent.id("\(source) \(operation) \(time) \(request)")
        let record: JSONObject = [
            "eventVersion": "1.11", "userIdentity": .object(identity), "eventTime": .string(time),
            "eventSource": .string("\(source).amazonaws.com"), "eventName": .string(operation),
            "awsRegion": .string(AWSEvent.region), "sourceIPAddress": "203.0.113.7",
            "userAgent": "aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1", "requestParameters": request,
            "responseElements": answer, "requestID": .string(AWSEvent.id("request of \(event)")),
            "eventID": .string(event), "readOnly": false, "eventType": "AwsApiCall", "managementEvent": true,
            "recipientAccountId": .string(AWSEvent.account), "eventCategory": "Management",
        ]
        return .object(record.merging(more))
    }

    /// The call that began a deployment of `shop-prod`.
    static func begin(_ deployment: String, at time: String, id: String? = nil, by identity: JSONObject = mia)
        -> JSONValue
    {
        call("UpdateService", id: id, at: time, by: identity, answer: answer(deployment, createdAt: time))
    }

    /// A call that changed only the count, while the deployment was there.
    static func scale(_ deployment: String, createdAt created: String, at time: String) -> JSONValue {
        call(
            "UpdateService",
            at: time,
            ["cluster": "main", "service": "shop-prod", "desiredCount": 0],
            answer: answer(deployment, createdAt: created)
        )
    }

    static func answer(_ deployment: String, createdAt time: String?) -> JSONValue {
        var newest: JSONObject = ["id": .string(deployment), "status": "PRIMARY", "desiredCount": 2]
        newest["createdAt"] = time.map(JSONValue.string)
        return [
            "service": [
                "serviceName": "shop-prod", "events": [["message": "(service shop-prod) has begun"]],
                "clusterArn": "arn:aws:ecs:us-east-1:123456789012:cluster/main",
                "deployments": [.object(newest), ["id": "ecs-svc/0", "status": "ACTIVE"]],
            ]
        ]
    }

    /// As EventBridge delivers it.
    static func delivered(_ record: JSONValue, again: Int = 0) -> JSONValue {
        AWSEvent.event(
            "AWS API Call via CloudTrail",
            from: "aws.ecs",
            id: AWSEvent.id("delivery \(again) of \(record["eventID"]?.string ?? "")"),
            at: record["eventTime"]?.string ?? "",
            record
        )
    }

    static func file(_ records: [JSONValue]) -> String {
        JSONValue(dictionaryLiteral: ("Records", .array(records))).text
    }
}
