/// An error returned by AWS.
package struct AWSError: Error, Equatable, Sendable {
    /// AWS's error code; `HTTP 503` if there is none.
    package let code: String
    package let message: String
    package let status: Int
    package let requestID: String?
    package let kind: ErrorClass

    package init(code: String, message: String, status: Int, requestID: String?, kind: ErrorClass) {
        (self.code, self.message, self.status) = (code, message, status)
        (self.requestID, self.kind) = (requestID, kind)
    }
}

extension AWSError: CustomStringConvertible {
    package var description: String { message.isEmpty ? code : "\(code): \(message)" }
}
