import LedgerDomain

/// Queries on stacks and stages.
extension Statement {
    package static let stacks = Statement(
        """
        SELECT *, (SELECT count(*) FROM stages AS s WHERE s.stack = stacks.stack) AS stages FROM stacks ORDER BY stack
        """
    )

    package static let stack = Statement("SELECT * FROM stacks WHERE stack = :stack")

    package static let stage = Statement("SELECT * FROM stages WHERE stack = :stack AND stage = :stage")

    /// One row per stage in pipeline order, with what runs there and its open deployment; of all stacks, or of
    /// `:stack`.
    ///
    /// `known_from` is the time from which the ledger knows what the stage runs; before it, `is_known` is 0.
    ///
    /// `changes_before` counts the changes of the previous stage since it ran what this stage runs now; `was_before`
    /// says whether it ever ran that, and is NULL if nothing ever ran there. `failed_rollback` is the message of the
    /// newest deployment if AWS could not roll it back: then less runs than `running_version` says, or nothing.
    package static let stages = Statement(
        """
        SELECT s.*,
            r.version AS running_version, r.revision AS running_revision, r.image AS running_image,
            coalesce(
                d."commit",
                (
                    SELECT i."commit" FROM images AS i
                    WHERE i.digest = substr(r.image, instr(r.image, '@') + 1) AND i."commit" IS NOT NULL
                ),
                (
                    SELECT e."commit" FROM deployments AS e
                    WHERE e.stack = r.stack AND e.stage = r.stage AND e.version = d.from_version
                        AND d.kind = 'rollback'
                ),
                (
                    SELECT e."commit" FROM runs AS q
                    JOIN deployments AS e
                        ON e.stack = q.stack AND e.stage = q.stage AND e.version = q.version
                        AND e.kind IN (\(contentKinds))
                    WHERE q.stack = r.stack AND q.stage = r.stage AND (q."from", q.version) <= (r."from", r.version)
                    ORDER BY q."from" DESC, q.version DESC LIMIT 1
                )
            ) AS running_commit, r."from" AS running_since, d.requested_by AS running_by,
            o.version AS open_version, o.kind AS open_kind, o.status AS open_status, o.requested_at AS open_since,
            o.requested_by AS open_by,
            EXISTS (
                SELECT 1 FROM actions AS x
                WHERE x.stack = o.stack AND x.stage = o.stage AND x.version = o.version AND x.status = 'inDoubt'
            ) AS is_in_doubt,
            coalesce(o.status = 'requested' AND s.approval = 'manual' AND o.kind IN (\(heldKinds)), 0)
                AS awaits_approval,
            coalesce(
                s.locked_at IS NOT NULL
                    AND (s.lock_expires IS NULL OR s.lock_expires > (SELECT now FROM clock)), 0) AS is_locked,
            EXISTS (
                SELECT 1 FROM drifts AS x WHERE x.stack = s.stack AND x.stage = s.stage AND x.cleared_at IS NULL
            ) AS has_drifted,
            r.version IS NOT NULL OR (SELECT now FROM clock) >= \(knownFrom) AS is_known, \(knownFrom) AS known_from,
            (
                SELECT coalesce(x.message, x.code) FROM deployments AS x
                WHERE x.stack = s.stack AND x.stage = s.stage AND x.code = 'RollbackFailed' AND x.version = (
                    SELECT max(y.version) FROM deployments AS y WHERE y.stack = s.stack AND y.stage = s.stage
                )
            ) AS failed_rollback,
            p.stage AS stage_before,
            (
                SELECT count(*) FROM runs AS q
                JOIN deployments AS e
                    ON e.stack = q.stack AND e.stage = q.stage AND e.version = q.version
                    AND e.kind IN (\(contentKinds))
                WHERE q.stack = s.stack AND q.stage = p.stage AND q."from" > (
                    SELECT max(m."from") FROM runs AS m
                    WHERE m.stack = s.stack AND m.stage = p.stage
                        AND substr(m.image, instr(m.image, '@')) = substr(r.image, instr(r.image, '@'))
                )
            ) AS changes_before,
            CASE WHEN EXISTS (SELECT 1 FROM runs AS m WHERE m.stack = s.stack AND m.stage = p.stage) THEN (
                SELECT max(m."from") FROM runs AS m
                WHERE m.stack = s.stack AND m.stage = p.stage
                    AND substr(m.image, instr(m.image, '@')) IS substr(r.image, instr(r.image, '@'))
            ) IS NOT NULL END AS was_before
        FROM stages AS s
        LEFT JOIN runs AS r ON r.stack = s.stack AND r.stage = s.stage AND r."to" IS NULL
        LEFT JOIN deployments AS d ON d.stack = r.stack AND d.stage = r.stage AND d.version = r.version
        -- The newest one if several are open: one that was requested here before one that was only seen.
        LEFT JOIN deployments AS o ON o.stack = s.stack AND o.stage = s.stage AND o.outcome IS NULL
            AND NOT EXISTS (
                SELECT 1 FROM deployments AS n
                WHERE n.stack = s.stack AND n.stage = s.stage AND n.outcome IS NULL
                    AND (n.kind <> 'observed', n.version) > (o.kind <> 'observed', o.version)
            )
        LEFT JOIN stages AS p ON p.stack = s.stack AND p.ordinal = s.ordinal - 1
        WHERE :stack IS NULL OR s.stack = :stack
        ORDER BY s.stack, s.ordinal, s.valid_from DESC
        """
    )

    /// The rollback candidates of one stage, the newest first.
    package static let targets = Statement(
        """
        SELECT * FROM rollback_targets WHERE stack = :stack AND stage = :stage ORDER BY ended_at DESC, version DESC
        """
    )

    /// The kinds that wait for an approval where a stage asks for one.
    private static let heldKinds = list { Approval.manual.isNeeded(for: $0) }
    static let contentKinds = list(\.changesContent)

    private static let knownFrom = """
        min(s.added_at, coalesce((
            SELECT min(m."from") FROM main.runs AS m
            WHERE m.stack = s.stack AND m.stage = s.stage AND m.valid_to IS NULL
        ), s.added_at))
        """

    private static func list(_ isListed: (DeploymentKind) -> Bool) -> String {
        DeploymentKind.allCases.filter(isListed).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }
}
