import LedgerDomain
import LedgerValues

/// One record of CloudTrail: in a log file, or the detail of an event.
///
/// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
enum CloudTrailRecord {
    /// The maximum size of a record; the whole file may be of any size.
    static let largest = 1 << 20

    static let source = "aws.cloudtrail"
    static let detailType = "AWS API Call via CloudTrail"

    /// Notifications of S3 and records of streams have some of its members too; their source begins with `aws:`.
    static func isOne(_ object: JSONObject) -> Bool {
        guard let source = object["eventSource"]?.string, !source.hasPrefix("aws:") else { return false }
        return ["eventID", "eventName", "eventTime"].allSatisfy { object[$0]?.string != nil }
    }

    /// The record that EventBridge delivers; only AWS can send events of such a source.
    static func delivered(by event: JSONObject) -> JSONObject? {
        guard event["source"]?.string?.hasPrefix("aws.") == true,
            event["detail-type"]?.string?.hasSuffix(" via CloudTrail") == true,
            let record = event["detail"]?.object, isOne(record)
        else { return nil }
        return record
    }

    /// A digest of log files, which lie beside them.
    static func isDigest(_ object: JSONObject) -> Bool {
        object["digestS3Object"] != nil && object["logFiles"]?.array != nil
    }
}

extension Envelope {
    /// An event of EventBridge, which may deliver a record, or a record of a log file.
    init(anyOf object: JSONObject) throws(Defect.Reason) {
        if CloudTrailRecord.isOne(object) {
            self = try Envelope(cloudTrail: object)
        } else if let record = CloudTrailRecord.delivered(by: object) {
            self = try Envelope(cloudTrail: record, within: object)
        } else {
            self = try Envelope(object)
        }
    }

    /// A record, by itself or within the event that delivers it: both give the same.
    init(cloudTrail record: JSONObject, within event: JSONObject? = nil) throws(Defect.Reason) {
        guard let time = Timestamp(rfc3339: try record.text("eventTime")) else {
            throw .invalid("eventTime", wanted: "an RFC 3339 time")
        }
        self.init(
            identity: try record.text("eventID"),
            source: CloudTrailRecord.source,
            detailType: CloudTrailRecord.detailType,
            account: record.optionalText("recipientAccountId") ?? event?.optionalText("account")
                ?? record["userIdentity"]?["accountId"]?.string,
            region: record.optionalText("awsRegion") ?? event?.optionalText("region"),
            time: time,
            detail: record
        )
    }
}
