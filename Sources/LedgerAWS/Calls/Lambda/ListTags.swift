package import LedgerValues

/// The tags of a function.
package struct ListTags: RESTCall {
    package static let operation = AWSOperation(
        .lambda,
        "ListTags",
        .read,
        method: .get,
        path: "/2017-03-31/tags/{Resource}"
    )

    package let arn: String

    package init(_ arn: String) {
        self.arn = arn
    }

    package var segments: [String: String] { ["Resource": arn] }

    package struct Answer: JSONAnswer, Equatable {
        package let tags: [String: String]

        package init(_ object: JSONObject) {
            tags = object.map("Tags")
        }
    }
}
