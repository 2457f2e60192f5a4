package import LedgerDomain
package import LedgerValues

/// A revision of a task definition as AWS has it, with the images that its containers ran.
///
/// Concealed, as environment values stand in it.
package struct SeenRevision: Equatable, Sendable, Concealed {
    /// `family:N`.
    package let name: String
    package var family: String
    package var arn: String?
    /// What registers it again, with its tags.
    package var definition: JSONObject
    package var registeredAt: Timestamp?
    package var registeredBy: String?
    /// By container: the image by digest, as far as AWS tells it.
    package var images: [String: String] = [:]
    /// The reads that would have told more, and got no answer.
    package var unanswered: [CloudError] = []

    package init(_ name: String, family: String, definition: JSONObject) {
        (self.name, self.family, self.definition) = (name, family, definition)
    }
}

extension JSONObject {
    /// The name of the container that runs the stage's image.
    package func ownContainer(of stage: StageAdded) -> String? { container(of: stage)?["name"]?.string }
}
