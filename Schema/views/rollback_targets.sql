-- The rule of rollback targets: which deployments a stage can be rolled back to, and the reasons against each.
-- Tests/LedgerTesting/Rollback specifies the same rule in Swift, and ReplayTests compares the two.
--
-- This is the body of the view rollback_targets, without its WITH. The caller writes WITH and, before this text, the
-- tables deployments, runs, stages, revisions, containers, images and image_tags as they were at the moment in
-- question, and clock(now).

-- One row per deployment, with the revision and the image that it ran.
ended AS (
    SELECT
        d.*,
        s.account AS account,
        s.region AS region,
        s.kind AS target_kind,
        s.container AS container,
        coalesce(d.revision, ran.revision) AS ran_revision,
        coalesce(d.image, ran.image) AS ran_image,
        coalesce(d.container_images, ran.container_images) AS ran_images
    FROM deployments AS d
    -- A removed stage has no targets.
    JOIN stages AS s ON s.stack = d.stack AND s.stage = d.stage
    LEFT JOIN runs AS ran
        ON ran.stack = d.stack AND ran.stage = d.stage AND ran."from" = d.ended_at AND ran.version = d.version
    WHERE d.outcome IS NOT NULL
),
known AS MATERIALIZED (
    SELECT
        e.*,
        r.status AS revision_status,
        r.registered_position AS registered_position,
        r.fingerprint AS fingerprint,
        r.content AS definition,
        CASE WHEN instr(e.ran_image, '@') > 0 THEN substr(e.ran_image, instr(e.ran_image, '@') + 1) END AS digest,
        -- As the definition names the image of the stage's own container, or of the only one.
        coalesce(
            (
                SELECT c.image FROM containers AS c
                WHERE c.revision = e.ran_revision AND c.account = e.account AND c.region = e.region
                    AND c.container = e.container
            ),
            (
                SELECT max(c.image) FROM containers AS c
                WHERE c.revision = e.ran_revision AND c.account = e.account AND c.region = e.region
                HAVING count(*) = 1
            )
        ) AS own_image
    FROM ended AS e
    LEFT JOIN revisions AS r
        ON r.revision = e.ran_revision AND r.account = e.account AND r.region = e.region
),
written AS MATERIALIZED (
    SELECT
        k.*,
        CASE
            WHEN k.ran_revision IS NULL AND k.ran_image IS NULL THEN 'v' || k.version
            -- Every image by its digest. A tag is the image that was told to have run, or the deployment's image where it
            -- is named like its own.
            WHEN k.definition IS NOT NULL THEN k.definition || coalesce(
                (
                    SELECT group_concat(image, '') FROM (
                        SELECT
                            '+' || c.container || '='
                                || coalesce(
                                    c.digest,
                                    (
                                        SELECT substr(value, instr(value, '@') + 1) FROM json_each(k.ran_images)
                                        WHERE key = c.container AND instr(value, '@') > 0
                                    ),
                                    iif(c.image = k.own_image, k.digest, NULL), c.image, ''
                                ) AS image
                        FROM containers AS c
                        WHERE c.revision = k.ran_revision AND c.account = k.account AND c.region = k.region
                        ORDER BY c.container
                    )
                ), ''
            ) || iif(k.own_image IS NULL, '+' || coalesce(k.digest, k.ran_image, ''), '')
            -- A Lambda version only numbers an image, and each deployment gets a new number.
            ELSE coalesce(
                k.fingerprint, iif(k.target_kind = 'lambda' AND k.ran_image IS NOT NULL, '', k.ran_revision), ''
            ) || '+' || coalesce(k.digest, k.ran_image, '')
        END AS content
    FROM known AS k
),
-- A rollback may register its target again with the images pinned: another definition, and yet the target's content.
brought AS MATERIALIZED (
    SELECT
        w.*,
        iif(w.original_version IS NULL OR w.ran_revision IS NULL, NULL, first_value(w.content) OVER (
            PARTITION BY w.stack, w.stage, coalesce(w.original_version, w.version), w.digest ORDER BY w.version
        )) AS original_content
    FROM written AS w
),
named AS MATERIALIZED (
    SELECT
        b.stack, b.stage, b.version, b.deployment, b.kind, b.outcome, b."commit", b.ended_at, b.mark, b.marked_at,
        b.target, b.account, b.region, b.target_kind, b.ran_revision, b.ran_image, b.ran_images, b.revision_status,
        b.registered_position, b.digest,
        coalesce(
            min(b.original_content) OVER (PARTITION BY b.stack, b.stage, b.ran_revision, b.digest), b.content
        ) AS content
    FROM brought AS b
),
sequence AS MATERIALIZED (
    SELECT
        n.stack, n.stage, n.version, n.kind, n.content,
        r."from", r."to",
        lag(n.content) OVER (PARTITION BY n.stack, n.stage ORDER BY r."from", r.version) AS left_content
    -- CROSS keeps the order of the two: SQLite looks up the deployment of a run, not the runs of a deployment.
    FROM runs AS r
    CROSS JOIN named AS n ON n.stack = r.stack AND n.stage = r.stage AND n.version = r.version
),
-- What happened to each content. bad is 1 where it was marked bad, away is 1 where the stage was rolled away from it;
-- 0 lifts that again.
happenings AS (
    SELECT stack, stage, left_content AS content, "from" AS at, version, 0 AS step, NULL AS bad, 1 AS away
    FROM sequence WHERE kind = 'rollback' AND left_content <> content
    UNION ALL
    SELECT
        n.stack, n.stage, n.content, iif(s.step = 0, n.ended_at, n.marked_at), n.version, s.step,
        CASE
            WHEN s.step = 1 THEN n.mark = 'bad'
            WHEN n.outcome = 'succeeded' AND n.kind IN ('deploy', 'promote') THEN 0
        END,
        CASE
            WHEN s.step = 1 THEN iif(n.mark = 'good', 0, NULL)
            WHEN n.outcome = 'rolledBack' THEN 1
            -- Somebody wanted it, and it succeeded.
            WHEN n.outcome = 'succeeded' AND n.kind IN ('deploy', 'promote') THEN 0
            WHEN n.outcome = 'succeeded' AND n.kind = 'rollback' AND n.target IS NOT NULL THEN 0
        END
    FROM named AS n
    JOIN (SELECT 0 AS step UNION ALL SELECT 1) AS s ON s.step = 0 OR n.mark IS NOT NULL
),
-- The newest happening counts: its last digit says what it was.
judgements AS (
    SELECT
        stack, stage, content,
        substr(max(at || printf('%012d', version) || step || bad), -1) = '1' AS bad,
        substr(max(at || printf('%012d', version) || step || away), -1) = '1' AS away
    FROM happenings GROUP BY stack, stage, content
),
running AS (
    SELECT stack, stage, content FROM sequence WHERE "to" IS NULL
),
open_deployments AS (
    SELECT DISTINCT stack, stage FROM deployments WHERE outcome IS NULL
),
-- Container images named by a tag, split as image_tags has them: ACCOUNT.dkr.ecr.REGION.DOMAIN/NAME:TAG, or another of
-- ECR's hosts, which all have the account first and the region between two points.
tagged AS (
    SELECT
        c.account, c.region, c.revision, c.container, c.digest, c.tag,
        substr(c.image, 1, instr(c.image, '.') - 1) AS image_account,
        substr(c.image, 1, instr(c.image, '/')) AS host,
        substr(
            substr(c.image, instr(c.image, '/') + 1), 1,
            instr(substr(c.image, instr(c.image, '/') + 1), ':' || c.tag) - 1
        ) AS repository
    FROM containers AS c
    WHERE c.tag IS NOT NULL AND c.image GLOB '*.dkr[.-]ecr[.-]*/*'
),
moved AS (
    SELECT DISTINCT n.stack, n.stage, n.version
    FROM named AS n
    JOIN tagged AS c ON c.revision = n.ran_revision AND c.account = n.account AND c.region = n.region
    JOIN image_tags AS t
        ON t.repository = c.repository AND t.tag = c.tag AND t.account = c.image_account
        AND instr(c.host, '.' || t.region || '.') > 0
    WHERE t.digest <> coalesce(
        c.digest,
        (
            SELECT substr(value, instr(value, '@') + 1) FROM json_each(n.ran_images)
            WHERE key = c.container AND instr(value, '@') > 0
        ),
        CASE WHEN instr(n.ran_image, '/' || c.repository || '@') > 0 THEN n.digest END
    )
),
judged AS (
    SELECT
        n.*,
        n.content IN (
            SELECT content FROM running AS x WHERE x.stack = n.stack AND x.stage = n.stage
        ) AS already_running,
        n.outcome <> 'succeeded' AS never_succeeded,
        coalesce(j.bad, 0) AS marked_bad,
        coalesce(j.away, 0) AS rolled_away,
        coalesce(n.revision_status = 'inactive', 0) AS revision_inactive,
        n.registered_position IS NULL AND n.target_kind IS NOT 'lambda' AS revision_unknown,
        n.ran_revision IS NULL AND n.ran_image IS NULL AS content_unknown,
        coalesce(i.status = 'deleted', 0) AS image_missing,
        EXISTS (
            SELECT 1 FROM moved AS m WHERE m.stack = n.stack AND m.stage = n.stage AND m.version = n.version
        ) AS tag_moved,
        coalesce((
            SELECT s.locked_at IS NOT NULL AND (s.lock_expires IS NULL OR s.lock_expires > (SELECT now FROM clock))
                AND NOT EXISTS (SELECT 1 FROM json_each(coalesce(s.lock_allows, '[]')) WHERE value = 'rollback')
            FROM stages AS s WHERE s.stack = n.stack AND s.stage = n.stage
        ), 0) AS stage_locked,
        EXISTS (SELECT 1 FROM open_deployments AS o WHERE o.stack = n.stack AND o.stage = n.stage) AS deployment_open
    FROM named AS n
    LEFT JOIN judgements AS j ON j.stack = n.stack AND j.stage = n.stage AND j.content = n.content
    LEFT JOIN images AS i
        ON i.digest = n.digest AND instr(n.ran_image, i.account || '.dkr') = 1
        AND instr(n.ran_image, '.' || i.region || '.') > 0
        AND instr(n.ran_image, '/' || i.repository || '@') = instr(n.ran_image, '/')
)
SELECT
    stack,
    stage,
    version,
    deployment,
    kind,
    ran_revision AS revision,
    ran_image AS image,
    "commit",
    ended_at,
    content,
    CASE
        WHEN image_missing OR stage_locked THEN 'blocked'
        WHEN already_running OR never_succeeded OR marked_bad OR rolled_away OR content_unknown THEN 'skipped'
        ELSE 'eligible'
    END AS verdict,
    '[' || ltrim(
        iif(already_running, ',"alreadyRunning"', '') || iif(never_succeeded, ',"neverSucceeded"', '')
        || iif(marked_bad, ',"markedBad"', '') || iif(rolled_away, ',"rolledAwayFrom"', '')
        || iif(revision_inactive, ',"revisionInactive"', '') || iif(revision_unknown, ',"revisionUnknown"', '')
        || iif(content_unknown, ',"contentUnknown"', '')
        || iif(image_missing, ',"imageMissing"', '')
        || iif(tag_moved, ',"tagMoved"', '') || iif(stage_locked, ',"stageLocked"', '')
        || iif(deployment_open, ',"deploymentOpen"', ''), ','
    ) || ']' AS reasons,
    NOT (already_running OR never_succeeded OR marked_bad OR rolled_away OR content_unknown)
        AND row_number() OVER (
            PARTITION BY stack, stage, already_running OR never_succeeded OR marked_bad OR rolled_away OR content_unknown
            ORDER BY ended_at DESC, version DESC
        ) = 1 AS is_default
FROM judged
ORDER BY stack, stage, ended_at, version
