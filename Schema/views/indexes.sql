-- Indexes that the projection needs for its lookups.

CREATE INDEX stacks_by_key ON stacks (stack);
CREATE INDEX stages_by_key ON stages (stack, stage);
CREATE INDEX deployments_by_key ON deployments (stack, stage, version);
CREATE INDEX deployments_by_id ON deployments (deployment) WHERE valid_to IS NULL;
CREATE INDEX marks_by_key ON marks (stack, stage, version);
CREATE INDEX runs_by_key ON runs (stack, stage, "from");
CREATE INDEX revisions_by_key ON revisions (revision);
CREATE INDEX containers_by_key ON containers (revision);
CREATE INDEX images_by_key ON images (digest);
CREATE INDEX image_tags_by_key ON image_tags (repository, tag);
CREATE INDEX actions_by_key ON actions (action) WHERE valid_to IS NULL;
CREATE INDEX builds_by_key ON builds (execution);
CREATE INDEX attempts_by_request ON attempts (request_id) WHERE valid_to IS NULL AND request_id IS NOT NULL;
CREATE INDEX calls_by_key ON calls (call);
CREATE INDEX drifts_by_key ON drifts (stack, stage);
