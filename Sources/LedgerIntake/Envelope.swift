import LedgerDomain
import LedgerLog
package import LedgerValues

/// One EventBridge event.
///
/// https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
package struct Envelope: Equatable, Sendable {
    /// Identifies the event across repeated deliveries.
    package let identity: String
    /// `aws.ecs`.
    package let source: String
    package let detailType: String
    package let account: String?
    package let region: String?
    package let time: Timestamp
    package let resources: [String]
    package let detail: JSONObject

    init(
        identity: String,
        source: String,
        detailType: String,
        account: String?,
        region: String?,
        time: Timestamp,
        detail: JSONObject
    ) {
        (self.identity, self.source, self.detailType) = (identity, source, detailType)
        (self.account, self.region, self.time, resources, self.detail) = (account, region, time, [], detail)
    }

    init(_ object: JSONObject) throws(Defect.Reason) {
        source = try object.text("source")
        detailType = try object.text("detail-type")
        resources = object["resources"]?.array?.compactMap(\.string) ?? []
        let arn = resources.lazy.compactMap { ARN($0) }.first
        account = object["account"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? arn?.account
        region = object["region"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? arn?.region
        guard let time = Timestamp(rfc3339: try object.text("time")) else {
            throw .invalid("time", wanted: "an RFC 3339 time")
        }
        self.time = time
        guard let detail = object["detail"]?.object else { throw .invalid("detail", wanted: "an object") }
        self.detail = detail
        identity = Self.identity(of: object)
    }

    /// Restores a kept event.
    init(_ kept: KeptObservation) {
        identity = kept.event
        source = kept.source
        detailType = kept.detailType
        (account, region, time, resources) = (kept.account, kept.region, kept.time, kept.resources)
        detail = kept.detail
    }
}

extension Envelope {
    /// The event's UUID, assigned by EventBridge.
    ///
    /// If it is missing or a placeholder from documentation, a hash of the content takes its place.
    private static func identity(of object: JSONObject) -> String {
        let id = object["id"]?.string
        if let id, UniqueID(id) != nil, !placeholders.contains(id) { return id }
        let content = JSONObject(
            ["detail", "detail-type", "id", "resources", "time"].map { ($0, object[$0] ?? .null) }
        )
        return SHA256Hash(of: CanonicalJSON.bytes(.object(content))).description
    }

    private static let placeholders: Set = [
        "00000000-0000-0000-0000-000000000000",
        "01234567-0123-0123-0123-012345678901",
        "12345678-1234-1234-1234-123456789012",
    ]

    /// Where it happened.
    func registry() throws(Defect.Reason) -> Registry {
        guard let account else { throw .missing("account") }
        guard account.utf8.count == 12, account.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw .invalid("account", wanted: "twelve digits")
        }
        guard let region else { throw .missing("region") }
        guard region.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }) else {
            throw .invalid("region", wanted: "an AWS region")
        }
        return Registry(account: account, region: region)
    }
}

extension JSONObject {
    /// A required member with non-empty text.
    func text(_ name: String) throws(Defect.Reason) -> String {
        guard let value = self[name], !value.isNull else { throw .missing(name) }
        guard let text = value.string, !text.isEmpty else { throw .invalid(name, wanted: "non-empty text") }
        return text
    }

    /// A member with text, if there is one.
    func optionalText(_ name: String) -> String? {
        self[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
