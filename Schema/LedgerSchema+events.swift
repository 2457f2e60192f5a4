extension LedgerSchema {
    /// The types of event that have a schema.
    package static var eventTypes: [String] { eventSchemas.map(\.type) }

    /// The JSON Schema (2020-12) of the whole record of an event type; nil for an unknown type.
    ///
    /// It refers to ``eventEnvelope`` as `envelope.json`.
    package static func eventSchema(of type: String) -> String? {
        eventSchemas.first { $0.type == type }.map { text($0.bytes()) }
    }

    /// The JSON Schema of the attributes that every record has.
    package static var eventEnvelope: String { text(PackageResources.envelope_json) }

    private typealias EventSchema = (type: String, bytes: @Sendable () -> [UInt8])

    /// In the order of `EventType`.
    private static let eventSchemas: [EventSchema] = [
        ("stack.created.v1", { PackageResources.stack_created_v1_json }),
        ("stack.changed.v1", { PackageResources.stack_changed_v1_json }),
        ("stack.deleted.v1", { PackageResources.stack_deleted_v1_json }),
        ("stage.added.v1", { PackageResources.stage_added_v1_json }),
        ("stage.changed.v1", { PackageResources.stage_changed_v1_json }),
        ("stage.locked.v1", { PackageResources.stage_locked_v1_json }),
        ("stage.unlocked.v1", { PackageResources.stage_unlocked_v1_json }),
        ("stage.removed.v1", { PackageResources.stage_removed_v1_json }),
        ("deployment.requested.v1", { PackageResources.deployment_requested_v1_json }),
        ("deployment.observed.v1", { PackageResources.deployment_observed_v1_json }),
        ("deployment.approved.v1", { PackageResources.deployment_approved_v1_json }),
        ("deployment.rejected.v1", { PackageResources.deployment_rejected_v1_json }),
        ("deployment.started.v1", { PackageResources.deployment_started_v1_json }),
        ("deployment.succeeded.v1", { PackageResources.deployment_succeeded_v1_json }),
        ("deployment.failed.v1", { PackageResources.deployment_failed_v1_json }),
        ("deployment.rolledBack.v1", { PackageResources.deployment_rolledBack_v1_json }),
        ("deployment.cancelRequested.v1", { PackageResources.deployment_cancelRequested_v1_json }),
        ("deployment.cancelled.v1", { PackageResources.deployment_cancelled_v1_json }),
        ("deployment.superseded.v1", { PackageResources.deployment_superseded_v1_json }),
        ("deployment.corrected.v1", { PackageResources.deployment_corrected_v1_json }),
        ("deployment.adopted.v1", { PackageResources.deployment_adopted_v1_json }),
        ("deployment.marked.v1", { PackageResources.deployment_marked_v1_json }),
        ("action.intended.v1", { PackageResources.action_intended_v1_json }),
        ("action.attempted.v1", { PackageResources.action_attempted_v1_json }),
        ("action.succeeded.v1", { PackageResources.action_succeeded_v1_json }),
        ("action.failed.v1", { PackageResources.action_failed_v1_json }),
        ("action.doubted.v1", { PackageResources.action_doubted_v1_json }),
        ("action.reconciled.v1", { PackageResources.action_reconciled_v1_json }),
        ("action.resolved.v1", { PackageResources.action_resolved_v1_json }),
        ("action.abandoned.v1", { PackageResources.action_abandoned_v1_json }),
        ("task.stopped.v1", { PackageResources.task_stopped_v1_json }),
        ("drift.detected.v1", { PackageResources.drift_detected_v1_json }),
        ("drift.cleared.v1", { PackageResources.drift_cleared_v1_json }),
        ("revision.registered.v1", { PackageResources.revision_registered_v1_json }),
        ("revision.deregistered.v1", { PackageResources.revision_deregistered_v1_json }),
        ("image.pushed.v1", { PackageResources.image_pushed_v1_json }),
        ("image.tagged.v1", { PackageResources.image_tagged_v1_json }),
        ("image.deleted.v1", { PackageResources.image_deleted_v1_json }),
        ("image.scanned.v1", { PackageResources.image_scanned_v1_json }),
        ("build.started.v1", { PackageResources.build_started_v1_json }),
        ("build.succeeded.v1", { PackageResources.build_succeeded_v1_json }),
        ("build.failed.v1", { PackageResources.build_failed_v1_json }),
        ("observation.kept.v1", { PackageResources.observation_kept_v1_json }),
        ("observation.claimed.v1", { PackageResources.observation_claimed_v1_json }),
        ("call.observed.v1", { PackageResources.call_observed_v1_json }),
        ("ledger.lossAccepted.v1", { PackageResources.ledger_lossAccepted_v1_json }),
        ("ledger.signingKeyReplaced.v1", { PackageResources.ledger_signingKeyReplaced_v1_json }),
    ]
}
