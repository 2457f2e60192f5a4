/// Queries on builds, images, revisions and actions.
extension Statement {
    /// Task definition revisions, the newest first; a NULL filter matches everything.
    package static let revisions = Statement(
        """
        SELECT r.*,
            (
                SELECT group_concat(name, ' ') FROM (
                    SELECT d.stack || '/' || d.stage || '@v' || d.version AS name FROM deployments AS d
                    WHERE d.revision = r.revision ORDER BY d.stack, d.stage, d.version
                )
            ) AS deployments
        FROM revisions AS r
        WHERE (:family IS NULL OR r.family = :family) AND (:status IS NULL OR r.status = :status)
        ORDER BY r.registered_at DESC, r.family, r.number DESC LIMIT :limit
        """
    )

    package static let revision = Statement(
        """
        SELECT * FROM revisions
        WHERE revision = :revision AND (:account IS NULL OR account = :account) AND (:region IS NULL OR region = :region)
        """
    )

    package static let containers = Statement(
        """
        SELECT * FROM containers
        WHERE revision = :revision AND (:account IS NULL OR account = :account) AND (:region IS NULL OR region = :region)
        ORDER BY ordinal
        """
    )

    /// Images with their tags, the newest first.
    package static let images = Statement(
        """
        SELECT i.*,
            (
                SELECT group_concat(tag, ' ') FROM (
                    SELECT t.tag FROM image_tags AS t
                    WHERE t.digest = i.digest AND t.repository = i.repository AND t.account = i.account
                        AND t.region = i.region
                    ORDER BY t.tag
                )
            ) AS tags
        FROM images AS i
        WHERE (:repository IS NULL OR i.repository = :repository) AND (:status IS NULL OR i.status = :status)
            AND (:commit IS NULL OR substr(coalesce(i."commit", ''), 1, length(:commit)) = :commit)
            AND (:digest IS NULL OR substr(i.digest, 1, length(:digest)) = :digest)
        ORDER BY i.pushed_at DESC, i.digest LIMIT :limit
        """
    )

    /// Builds, the newest first.
    package static let builds = Statement(
        """
        SELECT * FROM builds
        WHERE (:pipeline IS NULL OR pipeline = :pipeline) AND (:status IS NULL OR status = :status)
            AND (:commit IS NULL OR instr(' ' || coalesce(commits, ''), ' ' || :commit) > 0)
            AND (:digest IS NULL OR instr(coalesce(image, ''), '@' || :digest) > 0)
            AND (:execution IS NULL OR execution = :execution)
        ORDER BY coalesce(started_at, ended_at) DESC, execution LIMIT :limit
        """
    )

    /// Actions, the newest first; with `:doubt` only those whose outcome is unknown.
    package static let actions = Statement(
        """
        SELECT * FROM actions
        WHERE (:stack IS NULL OR stack = :stack) AND (:stage IS NULL OR stage = :stage)
            AND (:version IS NULL OR version = :version) AND (:status IS NULL OR status = :status)
            AND (:doubt IS NULL OR status IN ('inDoubt', 'attempted'))
            AND (:id IS NULL OR action = :id)
        ORDER BY intended_at DESC, action LIMIT :limit
        """
    )

    /// The actions of one deployment in order.
    package static let actionsOfDeployment = Statement(
        """
        SELECT * FROM actions WHERE stack = :stack AND stage = :stage AND version = :version
        ORDER BY intended_at, valid_from, action
        """
    )

    /// Calls with their stages, the newest first; without `:all` not those that deployments of the ledger made.
    package static let calls = Statement(
        """
        SELECT c.*,
            (
                SELECT group_concat(name, ' ') FROM (
                    SELECT DISTINCT s.stack || '/' || s.stage AS name FROM call_stages AS s
                    WHERE s.call = c.call ORDER BY s.stack, s.stage
                )
            ) AS stages
        FROM calls AS c
        WHERE c.at >= coalesce(:since, '') AND c.at < coalesce(:until, 'Z')
            AND (:all IS NOT NULL OR c.action IS NULL)
            AND (:by IS NULL OR instr(lower(c.principal || ' ' || c.actor), lower(:by)) > 0)
            AND (:operation IS NULL OR lower(c.operation) = lower(:operation))
            AND (
                :stack IS NULL OR EXISTS (
                    SELECT 1 FROM call_stages AS s
                    WHERE s.call = c.call AND s.stack = :stack AND (:stage IS NULL OR s.stage = :stage)
                )
            )
        ORDER BY c.at DESC, c.call LIMIT :limit
        """
    )

    package static let attempts = Statement("SELECT * FROM attempts WHERE action = :id ORDER BY attempt")
}
