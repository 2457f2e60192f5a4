/// Who credentials belong to.
package struct CallerIdentity: Equatable, Sendable {
    package let account, arn, userID: String

    init(_ result: XMLElement) throws(AnswerError) {
        account = try result.required("Account")
        arn = try result.required("Arn")
        userID = try result.required("UserId")
    }
}
