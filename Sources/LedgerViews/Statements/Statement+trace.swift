/// The causal chain, one step at a time: commit, build, image, revision, deployment, action.
///
/// Each takes the parameters that it has use for, so that a walk can go in either direction.
extension Statement {
    package static let traceBuilds = Statement(
        """
        SELECT * FROM builds
        WHERE execution = :execution
            OR :commit IS NOT NULL AND substr("commit", 1, length(:commit)) = :commit
            OR :image IS NOT NULL AND image = :image
        ORDER BY coalesce(started_at, ended_at)
        """
    )

    package static let traceImages = Statement(
        """
        SELECT * FROM images
        WHERE image = :image
            OR :digest IS NOT NULL AND substr(digest, 1, length(:digest)) = :digest
            OR :commit IS NOT NULL AND substr("commit", 1, length(:commit)) = :commit
        ORDER BY pushed_at
        """
    )

    /// Revisions by name, or those of which a container names the digest.
    package static let traceRevisions = Statement(
        """
        SELECT * FROM revisions
        WHERE revision = :revision
            OR :digest IS NOT NULL AND (account, region, revision) IN (
                SELECT account, region, revision FROM containers WHERE digest = :digest
            )
        ORDER BY account, region, family, number
        """
    )

    package static let traceDeployments = Statement(
        """
        SELECT * FROM deployments
        WHERE deployment IN (
            SELECT :deployment
            UNION SELECT deployment FROM deployments WHERE correlation_id = :correlation
            UNION SELECT deployment FROM deployments WHERE revision = :revision
            UNION SELECT deployment FROM deployments
                WHERE image IS NOT NULL AND \(digestMayFit) AND instr(image, '@' || :digest) > 0
            UNION SELECT deployment FROM deployments WHERE "commit" BETWEEN :commit AND :commit || 'g'
        )
        ORDER BY requested_at, stack, stage, version
        """
    )

    /// Whether the image's digest can begin with `:digest`, told by the twelve digits that the index holds.
    ///
    /// A digit sorts before `g`, so a shorter beginning is a range of them.
    static let digestMayFit = """
        (substr(image, -64, 12) BETWEEN substr(:digest, 8, 12) AND substr(:digest, 8, 12) || 'g')
        """

    package static let traceActions = Statement(
        """
        SELECT * FROM actions
        WHERE action = :action OR stack = :stack AND stage = :stage AND version = :version
        ORDER BY intended_at, action
        """
    )
}
