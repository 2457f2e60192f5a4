package import LedgerDomain

/// What differs between what two references run.
package struct Comparison {
    package let changes: [DefinitionChange]
    /// Deployments whose task definition the ledger does not have: of them the image alone was compared.
    package let missing: [String]

    package init(_ older: String, _ newer: String, in views: OpenViews, revealing: Revealing?) throws(OperationError) {
        let definitions = Definitions(views, revealing: revealing)
        let before = try Self.fields(of: older, views, definitions)
        let after = try Self.fields(of: newer, views, definitions)
        missing = definitions.missing
        guard let unknown = missing.first else {
            changes = before.changes(to: after)
            return
        }
        // What is known of one side alone would all look added or removed.
        guard !before.images.isEmpty, !after.images.isEmpty else { throw .missing(.content(of: unknown)) }
        changes = before.images.changes(to: after.images)
    }

    private static func fields(
        of text: String,
        _ views: OpenViews,
        _ definitions: Definitions
    ) throws(OperationError) -> DefinitionFields {
        let reference = try Reference(text, now: views.now)
        if case .revision(let name) = reference {
            guard let row = try definitions.revision(name, in: nil) else { throw .missing(.revision(name)) }
            return try definitions.fields(ofRevision: row)
        }
        return try definitions.fields(of: try views.deployment(reference, named: text))
    }
}
