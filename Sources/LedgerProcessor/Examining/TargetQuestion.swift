/// A question to AWS before a stage goes back to what it ran before; equal questions have equal answers.
package enum TargetQuestion: Hashable, Sendable {
    /// The stage's service.
    case service
    /// `family:N`.
    case revision(String)
    /// With a tag or a digest. Only images in ECR are read.
    case image(String)
    /// A secret of Secrets Manager, by ARN or by name.
    case secret(String)
    /// A parameter of SSM, by ARN or by name.
    case parameter(String)
    /// By ARN or by name.
    case role(String)
    case logGroup(String, region: String)
    /// The stage's function.
    case function
    /// A version of the stage's function.
    case functionVersion(String)
}

extension TargetQuestion: CustomStringConvertible {
    package var description: String {
        switch self {
        case .service: "service"
        case .revision(let name): "revision \(name)"
        case .image(let name): "image \(name)"
        case .secret(let id): "secret \(id)"
        case .parameter(let name): "parameter \(name)"
        case .role(let name): "role \(name)"
        case .logGroup(let name, region: _): "log group \(name)"
        case .function: "function"
        case .functionVersion(let version): "function version \(version)"
        }
    }
}
