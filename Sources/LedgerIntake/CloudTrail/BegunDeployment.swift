import LedgerValues

/// The deployment that a call to a service began.
///
/// The answer lists the deployments that there are, so one is there after every call, also after one that only changed
/// the count. It began with this call if it was created then; where the answer does not tell the time, the parameters
/// decide.
struct BegunDeployment {
    let id: String

    init?(_ call: RecordedCall, at time: Timestamp, _ record: JSONObject) {
        guard call.service == "ecs", ["CreateService", "UpdateService"].contains(call.operation) else { return nil }
        let deployments = record["responseElements"]?["service"]?["deployments"]?.array ?? []
        let newest = deployments.first { $0["status"]?.string == "PRIMARY" } ?? deployments.first
        guard let newest, let id = newest["id"]?.string, !id.isEmpty else { return nil }
        if let created = newest["createdAt"].flatMap(Timestamp.init(inAnswer:)) {
            guard abs(created.microseconds - time.microseconds) <= Self.tolerance else { return nil }
        } else {
            guard call.operation == "CreateService" || record["requestParameters"]?.object?.begins == true else {
                return nil
            }
        }
        self.id = id
    }

    /// CloudTrail tells whole seconds, and of the end of the call.
    private static let tolerance: Int64 = 30_000_000
}

extension JSONObject {
    /// Whether an update with these parameters begins a deployment.
    ///
    /// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    fileprivate var begins: Bool {
        if let isForced = self["forceNewDeployment"]?.bool, isForced { return true }
        return members.contains { !$0.value.isNull && !Self.withoutDeployment.contains($0.key) }
    }

    private static let withoutDeployment: Set = [
        "cluster", "service", "desiredCount", "forceNewDeployment", "healthCheckGracePeriodSeconds",
        "deploymentConfiguration", "enableExecuteCommand", "enableECSManagedTags", "propagateTags",
        "availabilityZoneRebalancing", "placementConstraints", "placementStrategy", "deploymentController",
    ]
}

extension Timestamp {
    /// A time in an answer: RFC 3339, seconds since 1970, or `Nov 3, 2026 10:00:05 AM`.
    fileprivate init?(inAnswer value: JSONValue) {
        switch value {
        case .integer(let number):
            // Milliseconds are a thousand times as many.
            let isSeconds = number < 100_000_000_000
            guard number >= 0, number < 100_000_000_000_000 else { return nil }
            self.init(microseconds: number * (isSeconds ? 1_000_000 : 1_000))
        case .string(let text):
            if let time = Timestamp(rfc3339: text) {
                self = time
            } else if let seconds = text.split(separator: ".").first.flatMap({ Int64($0) }), seconds >= 0,
                seconds < 100_000_000_000
            {
                self.init(microseconds: seconds * 1_000_000)
            } else if let time = Timestamp(rfc3339: text.americanTime ?? "") {
                self = time
            } else {
                return nil
            }
        case .null, .bool, .array, .object: return nil
        }
    }
}

extension String {
    /// `2026-11-03T10:00:05Z` of `Nov 3, 2026 10:00:05 AM`; newer versions of Java put another space before `AM`.
    fileprivate var americanTime: String? {
        let words = split { $0 == " " || $0 == "," || $0 == "\u{202F}" }.map(String.init)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard words.count == 5, let month = months.firstIndex(of: words[0]), let day = Int(words[1]) else { return nil }
        let clock = words[3].split(separator: ":").compactMap { Int($0) }
        guard clock.count == 3, (1...12).contains(clock[0]), ["AM", "PM"].contains(words[4]) else { return nil }
        let hour = clock[0] % 12 + (words[4] == "PM" ? 12 : 0)
        let parts = [month + 1, day, hour, clock[1], clock[2]].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(words[2])-\(parts[0])-\(parts[1])T\(parts[2]):\(parts[3]):\(parts[4])Z"
    }
}
