package import LedgerValues

/// What has happened to the revisions of one task definition family.
package enum RevisionEvent: Equatable, Sendable {
    case registered(RegisteredRevision)
    case deregistered(family: String, revision: String)
}

package struct RegisteredRevision: Equatable, Sendable {
    package var family: String
    /// `family:N`.
    package var revision: String
    package var arn: String?
    /// The whole body, with secret values sealed.
    package var definition: JSONObject
    package var registeredAt: Timestamp?
    package var registeredBy: String?
    /// A keyed hash of the body, without the members that AWS adds; equal bodies have equal fingerprints.
    package var fingerprint: String?

    package init(
        family: String,
        revision: String,
        arn: String? = nil,
        definition: JSONObject,
        registeredAt: Timestamp? = nil,
        registeredBy: String? = nil,
        fingerprint: String? = nil
    ) {
        self.family = family
        self.revision = revision
        self.arn = arn
        self.definition = definition
        self.registeredAt = registeredAt
        self.registeredBy = registeredBy
        self.fingerprint = fingerprint
    }
}
