/// Who the credentials are.
package struct GetCallerIdentity: QueryCall {
    package static let operation = AWSOperation(.sts, "GetCallerIdentity", .read)

    package init() {}

    package var parameters: [QueryParameter] { [] }

    package struct Answer: XMLAnswer, Equatable {
        package let account, arn, userID: String

        package init(_ result: XMLElement) throws(AnswerError) {
            account = try result.required("Account")
            arn = try result.required("Arn")
            userID = try result.required("UserId")
        }
    }
}
