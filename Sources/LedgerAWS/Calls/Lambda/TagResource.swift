package import LedgerValues

/// Sets tags of a function; others stay.
///
/// Twice is as once.
package struct TagResource: RESTCall {
    package typealias Answer = NoAnswer

    package static let operation = AWSOperation(
        .lambda,
        "TagResource",
        .write,
        method: .post,
        path: "/2017-03-31/tags/{Resource}"
    )

    package let arn: String
    package let tags: [String: String]

    package init(_ arn: String, tags: [String: String]) {
        (self.arn, self.tags) = (arn, tags)
    }

    package var segments: [String: String] { ["Resource": arn] }

    package var members: JSONObject? {
        ["Tags": .object(JSONObject(tags.map { ($0.key, .string($0.value)) }))]
    }
}
