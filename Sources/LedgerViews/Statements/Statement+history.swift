import LedgerSchema

/// Questions about what was deployed and what ran.
extension Statement {
    /// The deployments of a stage, the newest first.
    ///
    /// `:since` and `:until` (exclusive) look at when they were requested, `:by` at who did, `:image` at any part of
    /// the image's name, `:commit` at the beginning of the commit.
    package static let history = Statement(
        """
        SELECT * FROM deployments
        WHERE stack = :stack AND stage = :stage
            AND (:since IS NULL OR requested_at >= :since) AND (:until IS NULL OR requested_at < :until)
            AND (:by IS NULL OR instr(requested_by, :by) > 0)
            AND (:kind IS NULL OR kind = :kind) AND (:outcome IS NULL OR outcome = :outcome)
            AND (:image IS NULL OR instr(image, :image) > 0)
            AND (:commit IS NULL OR substr("commit", 1, length(:commit)) = :commit)
        ORDER BY version DESC LIMIT coalesce(:limit, -1)
        """
    )

    package static let deployment = Statement(
        "SELECT * FROM deployments WHERE stack = :stack AND stage = :stage AND version = :version"
    )

    package static let deploymentByID = Statement("SELECT * FROM deployments WHERE deployment = :deployment")

    package static let openDeployments = Statement(
        """
        SELECT * FROM deployments
        WHERE outcome IS NULL AND (:stack IS NULL OR stack = :stack) AND (:stage IS NULL OR stage = :stage)
        ORDER BY stack, stage, version
        """
    )

    /// What ran in a stage, the newest first.
    package static let runs = Statement(
        """
        SELECT r.*, d.kind, d."commit", d.requested_by, d.reason
        FROM runs AS r
        LEFT JOIN deployments AS d ON d.stack = r.stack AND d.stage = r.stage AND d.version = r.version
        WHERE r.stack = :stack AND r.stage = :stage
        ORDER BY r."from" DESC, r.version DESC LIMIT coalesce(:limit, -1)
        """
    )

    /// What ran `:back` runs before what runs now; 0 is what runs now, and where nothing does, what ran last.
    package static let runBack = Statement(
        """
        SELECT * FROM runs WHERE stack = :stack AND stage = :stage
        ORDER BY "from" DESC, version DESC LIMIT 1 OFFSET :back
        """
    )

    /// What ran at `:time`.
    package static let runAt = Statement(
        """
        SELECT * FROM runs
        WHERE stack = :stack AND stage = :stage AND "from" <= :time AND ("to" IS NULL OR "to" > :time)
        ORDER BY "from" DESC, version DESC LIMIT 1
        """
    )

    /// The deployment of a stage that content names: the newest with this revision, image digest or commit.
    package static let deploymentByContent = Statement(
        """
        SELECT * FROM deployments
        WHERE stack = :stack AND stage = :stage
            AND (:revision IS NULL OR revision = :revision)
            AND (:digest IS NULL OR instr(image, '@' || :digest) > 0)
            AND (:commit IS NULL OR substr("commit", 1, length(:commit)) = :commit)
        ORDER BY version DESC
        """
    )

    /// Every candidate of a stage for a rollback, the newest first.
    ///
    /// The view `rollback_targets` would compute those of all stages.
    package static let targets = Statement(
        """
        WITH \(ofStage), \(LedgerSchema.rollbackTargets)
        """
    )

    private static let ofStage = ["deployments", "runs", "stages"]
        .map { "\($0) AS (SELECT * FROM temp.\($0) WHERE stack = :stack AND stage = :stage)" }
        .joined(separator: ", ")
}
