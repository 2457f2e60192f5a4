-- Indexes that only queries need. A rebuild creates them after the tables are filled, which is much faster.

CREATE INDEX actions_by_deployment ON actions (stack, stage, version);
CREATE INDEX actions_open ON actions (status) WHERE valid_to IS NULL AND ended_at IS NULL;
CREATE INDEX deployments_open ON deployments (stack, stage) WHERE valid_to IS NULL AND outcome IS NULL;
-- The newest deployments of all stages; includes the positions, so that versions of other moments are skipped unread.
CREATE INDEX deployments_by_request ON deployments (requested_at, valid_from, valid_to);
CREATE INDEX deployments_by_correlation ON deployments (correlation_id) WHERE valid_to IS NULL;
CREATE INDEX deployments_by_commit ON deployments ("commit") WHERE valid_to IS NULL AND "commit" IS NOT NULL;
-- Twelve digits of the digest; the full name would double the size of a row.
CREATE INDEX deployments_by_digest ON deployments (substr(image, -64, 12)) WHERE valid_to IS NULL AND image IS NOT NULL;
CREATE INDEX deployments_by_revision ON deployments (revision) WHERE valid_to IS NULL AND revision IS NOT NULL;
CREATE INDEX runs_open ON runs (stack, stage) WHERE valid_to IS NULL AND "to" IS NULL;
CREATE INDEX calls_by_deployment ON calls (aws_deployment) WHERE aws_deployment IS NOT NULL;
CREATE INDEX calls_by_time ON calls (at) WHERE valid_to IS NULL;
CREATE INDEX images_by_commit ON images ("commit") WHERE valid_to IS NULL AND "commit" IS NOT NULL;
CREATE INDEX image_tags_by_digest ON image_tags (digest) WHERE valid_to IS NULL;
CREATE INDEX builds_by_commit ON builds ("commit") WHERE valid_to IS NULL AND "commit" IS NOT NULL;
CREATE INDEX event_rows_by_subject ON event_rows (subject);
