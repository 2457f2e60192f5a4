/// Queries on deployments and runs.
extension Statement {
    /// The deployments of one stage, the newest first; a NULL filter matches everything.
    package static let historyOfStage = Statement(
        """
        SELECT * FROM deployments WHERE stack = :stack AND stage = :stage AND \(historyFilters)
        ORDER BY version DESC LIMIT :limit
        """
    )

    /// The deployments of all stages, or of `:stack`.
    package static let history = Statement(
        """
        SELECT * FROM deployments WHERE (:stack IS NULL OR stack = :stack) AND \(historyFilters)
        ORDER BY requested_at DESC, stack, stage, version DESC LIMIT :limit
        """
    )

    /// The time range is one condition, so that an index is scanned from its end until the limit is reached.
    private static let historyFilters = """
        requested_at >= coalesce(:since, '') AND requested_at < coalesce(:until, 'Z')
        AND (:by IS NULL OR instr(lower(coalesce(requested_by, '')), lower(:by)) > 0)
        AND (:kind IS NULL OR kind = :kind)
        AND (:outcome IS NULL OR coalesce(outcome, 'open') = :outcome)
        AND (:image IS NULL OR instr(coalesce(image, ''), :image) > 0)
        AND (:commit IS NULL OR substr(coalesce("commit", ''), 1, length(:commit)) = :commit)
        """

    package static let deployment = Statement(
        "SELECT * FROM deployments WHERE stack = :stack AND stage = :stage AND version = :version"
    )

    package static let deploymentByID = Statement("SELECT * FROM deployments WHERE deployment = :id")

    /// The position at which a deployment ended, or of its last event if it is open.
    package static let deploymentEnd = Statement(
        """
        SELECT min(valid_from) AS position FROM main.deployments
        WHERE stack = :stack AND stage = :stage AND version = :version
            AND (outcome IS NOT NULL OR valid_to IS NULL)
        """
    )

    /// The run `:back` runs before the current one.
    package static let runBack = Statement(
        """
        SELECT * FROM runs WHERE stack = :stack AND stage = :stage ORDER BY "from" DESC, version DESC
        LIMIT 1 OFFSET :back
        """
    )

    /// What runs at the session's moment.
    package static let running = Statement(
        """
        SELECT * FROM runs WHERE stack = :stack AND stage = :stage AND "to" IS NULL
        """
    )

    /// What ran at `:time`.
    package static let runAt = Statement(
        """
        SELECT * FROM runs WHERE stack = :stack AND stage = :stage AND "from" <= :time AND ("to" IS NULL OR "to" > :time)
        """
    )

    /// All runs of a stage, the newest first.
    package static let runs = Statement(
        """
        SELECT * FROM runs WHERE stack = :stack AND stage = :stage ORDER BY "from" DESC, version DESC
        """
    )

    /// The run of one deployment.
    package static let runOfDeployment = Statement(
        "SELECT * FROM runs WHERE stack = :stack AND stage = :stage AND version = :version"
    )

    /// The deployment that brought what `:version` ran: itself, unless it is a `scale` or a `restart`.
    package static let broughtBy = Statement(
        """
        SELECT d.* FROM runs AS r
        JOIN runs AS q ON q.stack = r.stack AND q.stage = r.stage AND (q."from", q.version) <= (r."from", r.version)
        JOIN deployments AS d
            ON d.stack = q.stack AND d.stage = q.stage AND d.version = q.version AND d.kind IN (\(contentKinds))
        WHERE r.stack = :stack AND r.stage = :stage AND r.version = :version
        ORDER BY q."from" DESC, q.version DESC LIMIT 1
        """
    )

    package static let deploymentsOfCommit = Statement(
        """
        SELECT * FROM deployments WHERE "commit" >= :commit AND "commit" < :commit || 'g'
        ORDER BY requested_at, stack, stage, version
        """
    )

    /// Whether the image's digest can begin with `:digest`, by the twelve digits that the index holds.
    ///
    /// A digit sorts before `g`, so a shorter prefix is a range.
    private static let digestMayFit = """
        (substr(image, -64, 12) BETWEEN substr(:digest, 8, 12) AND substr(:digest, 8, 12) || 'g')
        """

    package static let deploymentsOfDigest = Statement(
        """
        SELECT * FROM deployments
        WHERE image IS NOT NULL AND \(digestMayFit) AND instr(image, '@' || :digest) > 0
        ORDER BY requested_at, stack, stage, version
        """
    )

    package static let deploymentsOfRevision = Statement(
        "SELECT * FROM deployments WHERE revision = :revision ORDER BY requested_at, stack, stage, version"
    )
}
