import LedgerAWS
package import LedgerValues

/// A revision of a task definition as AWS describes it.
///
/// Concealed, as environment values stand in it.
package struct DescribedRevision: Equatable, Sendable, Concealed {
    package let family: String
    package let number: Int64
    /// What registers it again.
    package let body: JSONObject

    package init(family: String, number: Int64, body: JSONObject) {
        (self.family, self.number, self.body) = (family, number, body)
    }

    init(_ definition: TaskDefinition) {
        self.init(family: definition.family, number: definition.revision, body: definition.registrable)
    }

    /// `family:N`.
    package var name: String { "\(family):\(number)" }
}
