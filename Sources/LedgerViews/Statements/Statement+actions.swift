/// Questions about AWS calls and events.
extension Statement {
    /// Actions in the order in which they were intended; with `:open` only those that have not ended.
    package static let actions = Statement(
        """
        SELECT * FROM actions
        WHERE (:stack IS NULL OR stack = :stack) AND (:stage IS NULL OR stage = :stage)
            AND (:version IS NULL OR version = :version) AND (:status IS NULL OR status = :status)
            AND (:open IS NULL OR ended_at IS NULL)
        ORDER BY intended_at, action LIMIT coalesce(:limit, -1)
        """
    )

    /// Actions of which nobody knows whether they had an effect.
    ///
    /// An attempt without an answer is in doubt too when its worker is dead, which the leases beside the log tell:
    /// such actions are here with their status `attempted`.
    package static let actionsInDoubt = Statement(
        """
        SELECT a.*, t.attempt, t.epoch, t.worker, t.attempted_at
        FROM actions AS a
        LEFT JOIN attempts AS t ON t.action = a.action AND t.attempt = (
            SELECT max(x.attempt) FROM attempts AS x WHERE x.action = a.action
        )
        WHERE a.ended_at IS NULL AND a.status IN ('inDoubt', 'attempted')
        ORDER BY a.intended_at, a.action
        """
    )

    package static let action = Statement("SELECT * FROM actions WHERE action = :action")

    package static let attempts = Statement("SELECT * FROM attempts WHERE action = :action ORDER BY attempt")

    /// Events in the order of the log, after `:after`.
    package static let events = Statement(
        """
        SELECT * FROM events
        WHERE position > coalesce(:after, 0) AND (:type IS NULL OR type = :type OR type GLOB :type || '.*')
        ORDER BY position LIMIT coalesce(:limit, -1)
        """
    )

    package static let eventsOfSubject = Statement(
        """
        SELECT * FROM events
        WHERE position IN (
            SELECT position FROM main.event_rows
            WHERE subject = (SELECT number FROM main.names WHERE name = :subject) AND position > coalesce(:after, 0)
        ) AND (:type IS NULL OR type = :type OR type GLOB :type || '.*')
        ORDER BY position LIMIT coalesce(:limit, -1)
        """
    )

    package static let event = Statement("SELECT * FROM events WHERE position = :position")

    /// Everything that belongs to one deployment; `:stack`, `:stage` and `:correlation` are the deployment's.
    package static let eventsOfDeployment = Statement(
        """
        SELECT e.* FROM main.event_rows AS r JOIN events AS e ON e.position = r.position
        WHERE r.subject = (SELECT number FROM main.names WHERE name = 'stage/' || :stack || '/' || :stage)
            AND hex(coalesce(r.correlation, r.id)) = upper(replace(:correlation, '-', ''))
        ORDER BY e.position
        """
    )
}
