import LedgerDomain
package import LedgerValues

/// What a stage would go back to, as recorded.
package struct TargetContent: Equatable, Sendable {
    /// `family:N`, or the version of a Lambda function.
    package let revision: String?
    /// `registry/repository@sha256:…`.
    package let image: String?
    /// The body of the revision; nil if it was never recorded.
    package let definition: JSONObject?
    /// The images by digest that containers ran whose definition names them by tags, by their names.
    package let images: [String: String]

    package init(revision: String?, image: String?, definition: JSONObject?, images: [String: String] = [:]) {
        (self.revision, self.image, self.definition, self.images) = (revision, image, definition, images)
    }
}

/// What to look at before a stage goes back to something.
enum TargetCheck: Hashable {
    case service
    case revision(String)
    /// An image that will be pulled.
    case image(String)
    /// A tag that should still point to the image that it pointed to.
    case tag(String, digest: String)
    /// A secret, and maybe a version or a stage of it.
    case secret(String, stage: String?, version: String?)
    case parameter(String)
    case role(String)
    case logGroup(String, region: String)
    case function
    case functionVersion(String)

    var question: TargetQuestion {
        switch self {
        case .service: .service
        case .revision(let name): .revision(name)
        case .image(let name), .tag(let name, digest: _): .image(name)
        case .secret(let id, stage: _, version: _): .secret(id)
        case .parameter(let name): .parameter(name)
        case .role(let name): .role(name)
        case .logGroup(let name, let region): .logGroup(name, region: region)
        case .function: .function
        case .functionVersion(let version): .functionVersion(version)
        }
    }
}
