/// Questions about stacks, stages and what is in them.
extension Statement {
    package static let stacks = Statement(
        """
        SELECT s.*, (SELECT count(*) FROM stages AS t WHERE t.stack = s.stack) AS stages
        FROM stacks AS s WHERE :stack IS NULL OR s.stack = :stack ORDER BY s.stack
        """
    )

    /// The stages of a stack in order: what runs in each, what is open there and what waits for approval.
    package static let stages = Statement(
        """
        SELECT
            s.*,
            r.version AS running_version, r.deployment AS running_deployment, r.revision AS running_revision,
            r.image AS running_image, r."from" AS running_since,
            d."commit" AS running_commit, d.kind AS running_kind, d.requested_by AS running_by,
            o.version AS open_version, o.deployment AS open_deployment, o.kind AS open_kind, o.status AS open_status,
            o.requested_at AS open_since, o.requested_by AS open_by,
            o.status = 'requested' AND s.approval = 'manual' AS awaits_approval,
            (SELECT max(x.version) FROM deployments AS x WHERE x.stack = s.stack AND x.stage = s.stage)
                AS newest_version
        FROM stages AS s
        LEFT JOIN runs AS r ON r.stack = s.stack AND r.stage = s.stage AND r."to" IS NULL
        LEFT JOIN deployments AS d ON d.stack = s.stack AND d.stage = s.stage AND d.version = r.version
        LEFT JOIN deployments AS o ON o.stack = s.stack AND o.stage = s.stage AND o.version = (
            SELECT max(x.version) FROM deployments AS x
            WHERE x.stack = s.stack AND x.stage = s.stage AND x.outcome IS NULL
        )
        WHERE s.stack = :stack AND (:stage IS NULL OR s.stage = :stage)
        ORDER BY s.ordinal
        """
    )

    package static let revisions = Statement(
        """
        SELECT r.*, (
            SELECT count(*) FROM deployments AS d WHERE d.revision = r.revision
        ) AS deployments
        FROM revisions AS r
        WHERE (:family IS NULL OR r.family = :family) AND (:status IS NULL OR r.status = :status)
        ORDER BY r.account, r.region, r.family, r.number DESC LIMIT coalesce(:limit, -1)
        """
    )

    package static let containers = Statement(
        "SELECT * FROM containers WHERE revision = :revision AND (:account IS NULL OR account = :account) ORDER BY ordinal"
    )

    /// Images with the tags that point at them as a JSON array.
    package static let images = Statement(
        """
        SELECT i.*, (
            SELECT json_group_array(t.tag) FROM (
                SELECT tag FROM image_tags AS t
                WHERE t.digest = i.digest AND t.repository = i.repository AND t.account = i.account
                    AND t.region = i.region
                ORDER BY tag
            ) AS t
        ) AS tags
        FROM images AS i
        WHERE (:repository IS NULL OR i.repository = :repository) AND (:status IS NULL OR i.status = :status)
            AND (:digest IS NULL OR substr(i.digest, 1, length(:digest)) = :digest)
            AND (:commit IS NULL OR substr(i."commit", 1, length(:commit)) = :commit)
        ORDER BY i.pushed_at DESC, i.digest LIMIT coalesce(:limit, -1)
        """
    )

    package static let builds = Statement(
        """
        SELECT * FROM builds
        WHERE (:pipeline IS NULL OR pipeline = :pipeline) AND (:status IS NULL OR status = :status)
            AND (:commit IS NULL OR substr("commit", 1, length(:commit)) = :commit)
        ORDER BY coalesce(started_at, ended_at) DESC, execution LIMIT coalesce(:limit, -1)
        """
    )

    package static let drifts = Statement(
        """
        SELECT * FROM drifts
        WHERE (:stack IS NULL OR stack = :stack) AND (:stage IS NULL OR stage = :stage)
            AND (:all IS NOT NULL OR cleared_at IS NULL)
        ORDER BY stack, stage, detected_at
        """
    )

    package static let unreadable = Statement("SELECT * FROM unreadable ORDER BY position LIMIT coalesce(:limit, -1)")
}
