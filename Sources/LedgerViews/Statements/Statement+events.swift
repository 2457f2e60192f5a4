/// Queries on events.
extension Statement {
    /// The last `:limit` events, in the order of the log; a NULL filter matches everything.
    package static let events = Statement(
        """
        SELECT * FROM (
            SELECT * FROM events
            WHERE position > :after
                AND (:subject IS NULL OR subject = :subject OR substr(subject, 1, length(:subject) + 1) = :subject || '/')
                AND (:type IS NULL OR type = :type OR substr(type, 1, length(:type) + 1) = :type || '.')
                AND (:actor IS NULL OR actor = :actor)
                AND (:correlation IS NULL OR correlation_id = :correlation)
                AND (:since IS NULL OR time >= :since) AND (:until IS NULL OR time < :until)
            ORDER BY position DESC LIMIT :limit
        ) ORDER BY position
        """
    )

    package static let event = Statement("SELECT * FROM events WHERE position = :position")

    package static let eventByID = Statement("SELECT * FROM events WHERE id = :id")

    package static let unreadable = Statement("SELECT * FROM unreadable ORDER BY position")

    /// The number of events of each type.
    package static let typeCounts = Statement(
        "SELECT type, count(*) AS count FROM events GROUP BY type ORDER BY count DESC, type"
    )
}
