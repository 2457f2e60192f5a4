package import LedgerValues

/// The versions of a function, `$LATEST` among them.
package struct ListVersionsByFunction: RESTCall, PagedCall {
    package static let operation = AWSOperation(
        .lambda,
        "ListVersionsByFunction",
        .read,
        method: .get,
        path: "/2015-03-31/functions/{FunctionName}/versions"
    )

    package let function: String
    package let token: String?

    package init(_ function: String, token: String? = nil) {
        (self.function, self.token) = (function, token)
    }

    package var segments: [String: String] { ["FunctionName": function] }
    package var query: [NameValue] { token.map { [NameValue("Marker", $0)] } ?? [] }

    package func next(after answer: Answer) -> ListVersionsByFunction? {
        answer.nextMarker.map { ListVersionsByFunction(function, token: $0) }
    }

    package struct Answer: JSONAnswer, Equatable {
        package let versions: [FunctionConfiguration]
        package let nextMarker: String?

        package init(_ object: JSONObject) throws(AnswerError) {
            versions = try object.objects("Versions").map { object throws(AnswerError) in
                try FunctionConfiguration(object)
            }
            nextMarker = object.text("NextMarker")
        }
    }
}
