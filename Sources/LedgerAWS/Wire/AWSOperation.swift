/// One operation of a service.
package struct AWSOperation: Equatable, Sendable {
    package enum Effect: Sendable {
        /// It may be sent again whenever there is no answer.
        case read
        /// It leaves this client once, whatever comes back: whoever recorded the attempt decides about another.
        case write
    }

    package let service: AWSService
    package let name: String
    package let effect: Effect
    package let method: HTTPRequest.Method
    /// With `{Name}` where a value stands.
    package let path: String
    /// Calls that bring other proof than keys are not signed.
    package let isSigned: Bool

    package init(
        _ service: AWSService,
        _ name: String,
        _ effect: Effect,
        method: HTTPRequest.Method = .post,
        path: String = "/",
        isSigned: Bool = true
    ) {
        (self.service, self.name, self.effect) = (service, name, effect)
        (self.method, self.path, self.isSigned) = (method, path, isSigned)
    }
}
