extension LedgerSchema {
    /// The event types that have a schema, in display order.
    package static let eventTypes = [
        "stack.created.v1",
        "stack.changed.v1",
        "stack.deleted.v1",
        "stage.added.v1",
        "stage.changed.v1",
        "stage.locked.v1",
        "stage.unlocked.v1",
        "stage.removed.v1",
        "deployment.requested.v1",
        "deployment.observed.v1",
        "deployment.approved.v1",
        "deployment.rejected.v1",
        "deployment.started.v1",
        "deployment.succeeded.v1",
        "deployment.failed.v1",
        "deployment.rolledBack.v1",
        "deployment.cancelRequested.v1",
        "deployment.cancelled.v1",
        "deployment.superseded.v1",
        "deployment.marked.v1",
        "action.intended.v1",
        "action.attempted.v1",
        "action.succeeded.v1",
        "action.failed.v1",
        "action.doubted.v1",
        "action.reconciled.v1",
        "action.resolved.v1",
        "action.abandoned.v1",
        "drift.detected.v1",
        "drift.cleared.v1",
        "revision.registered.v1",
        "revision.deregistered.v1",
        "image.pushed.v1",
        "image.tagged.v1",
        "image.deleted.v1",
        "image.scanned.v1",
        "build.started.v1",
        "build.succeeded.v1",
        "build.failed.v1",
        "observation.kept.v1",
        "observation.claimed.v1",
        "ledger.lossAccepted.v1",
        "ledger.signingKeyReplaced.v1",
    ]

    /// The JSON Schema (2020-12) of the whole record of an event type; nil for an unknown type.
    ///
    /// It refers to ``eventEnvelope`` as `envelope.json`.
    package static func eventSchema(of type: String) -> String? {
        eventSchemaBytes(of: type).map(text)
    }

    /// The JSON Schema of the members that every record has.
    package static var eventEnvelope: String { text(PackageResources.envelope_json) }

    private static func eventSchemaBytes(of type: String) -> [UInt8]? {
        switch type {
        case "stack.created.v1": PackageResources.stack_created_v1_json
        case "stack.changed.v1": PackageResources.stack_changed_v1_json
        case "stack.deleted.v1": PackageResources.stack_deleted_v1_json
        case "stage.added.v1": PackageResources.stage_added_v1_json
        case "stage.changed.v1": PackageResources.stage_changed_v1_json
        case "stage.locked.v1": PackageResources.stage_locked_v1_json
        case "stage.unlocked.v1": PackageResources.stage_unlocked_v1_json
        case "stage.removed.v1": PackageResources.stage_removed_v1_json
        case "deployment.requested.v1": PackageResources.deployment_requested_v1_json
        case "deployment.observed.v1": PackageResources.deployment_observed_v1_json
        case "deployment.approved.v1": PackageResources.deployment_approved_v1_json
        case "deployment.rejected.v1": PackageResources.deployment_rejected_v1_json
        case "deployment.started.v1": PackageResources.deployment_started_v1_json
        case "deployment.succeeded.v1": PackageResources.deployment_succeeded_v1_json
        case "deployment.failed.v1": PackageResources.deployment_failed_v1_json
        case "deployment.rolledBack.v1": PackageResources.deployment_rolledBack_v1_json
        case "deployment.cancelRequested.v1": PackageResources.deployment_cancelRequested_v1_json
        case "deployment.cancelled.v1": PackageResources.deployment_cancelled_v1_json
        case "deployment.superseded.v1": PackageResources.deployment_superseded_v1_json
        case "deployment.marked.v1": PackageResources.deployment_marked_v1_json
        case "action.intended.v1": PackageResources.action_intended_v1_json
        case "action.attempted.v1": PackageResources.action_attempted_v1_json
        case "action.succeeded.v1": PackageResources.action_succeeded_v1_json
        case "action.failed.v1": PackageResources.action_failed_v1_json
        case "action.doubted.v1": PackageResources.action_doubted_v1_json
        case "action.reconciled.v1": PackageResources.action_reconciled_v1_json
        case "action.resolved.v1": PackageResources.action_resolved_v1_json
        case "action.abandoned.v1": PackageResources.action_abandoned_v1_json
        case "drift.detected.v1": PackageResources.drift_detected_v1_json
        case "drift.cleared.v1": PackageResources.drift_cleared_v1_json
        case "revision.registered.v1": PackageResources.revision_registered_v1_json
        case "revision.deregistered.v1": PackageResources.revision_deregistered_v1_json
        case "image.pushed.v1": PackageResources.image_pushed_v1_json
        case "image.tagged.v1": PackageResources.image_tagged_v1_json
        case "image.deleted.v1": PackageResources.image_deleted_v1_json
        case "image.scanned.v1": PackageResources.image_scanned_v1_json
        case "build.started.v1": PackageResources.build_started_v1_json
        case "build.succeeded.v1": PackageResources.build_succeeded_v1_json
        case "build.failed.v1": PackageResources.build_failed_v1_json
        case "observation.kept.v1": PackageResources.observation_kept_v1_json
        case "observation.claimed.v1": PackageResources.observation_claimed_v1_json
        case "ledger.lossAccepted.v1": PackageResources.ledger_lossAccepted_v1_json
        case "ledger.signingKeyReplaced.v1": PackageResources.ledger_signingKeyReplaced_v1_json
        default: nil
        }
    }
}
