/// SQL for a table's columns as of `:time`, by everything known today.
///
/// Columns that are not listed show their current value.
struct TimedColumns {
    /// The column with the time at which the row began.
    let begin: String
    let expressions: [String: String]

    private init(begin: String, _ expressions: [String: String], hiding hidden: [(columns: [String], until: String)]) {
        self.begin = begin
        var all = expressions
        for (columns, time) in hidden {
            for column in columns { all[column] = "CASE WHEN \(time) <= :time THEN \"\(column)\" END" }
        }
        self.expressions = all
    }

    static let deployments = TimedColumns(
        begin: "requested_at",
        [
            "status": """
            CASE WHEN ended_at <= :time THEN outcome WHEN started_at <= :time THEN 'started'
            WHEN approved_at <= :time THEN 'approved' ELSE 'requested' END
            """
        ],
        hiding: [
            (["outcome", "code", "message", "ended_at", "superseded_by", "rolled_back_to"], until: "ended_at"),
            (["started_at", "aws_deployment"], until: "started_at"),
            (["approved_at", "approved_by"], until: "approved_at"),
            (["mark", "mark_reason", "marked_at", "marked_by"], until: "marked_at"),
        ]
    )

    static let runs = TimedColumns(begin: "\"from\"", [:], hiding: [(["to"], until: "\"to\"")])

    /// A verdict has no time: if all attempts and their answers are in the past, the current status applies.
    static let actions = TimedColumns(
        begin: "intended_at",
        [
            "attempts": "(\(countOfAttempts))",
            "status": """
            CASE
                WHEN ended_at <= :time OR ended_at IS NULL AND NOT EXISTS (\(laterAttempt)) THEN status
                ELSE coalesce((\(statusByAttempt)), 'intended')
            END
            """,
        ],
        hiding: [(["verdict", "ended_at", "request_id", "code", "message"], until: "coalesce(ended_at, '')")]
    )

    private static let ofAction = "FROM main.attempts AS t WHERE t.action = a.action AND t.valid_to IS NULL"
    private static let countOfAttempts = "SELECT count(*) \(ofAction) AND t.attempted_at <= :time"
    private static let laterAttempt = """
        SELECT 1 \(ofAction) AND (t.attempted_at > :time OR t.answered_at > :time)
        """
    private static let statusByAttempt = """
        SELECT CASE
            WHEN t.answered_at > :time OR t.outcome IS NULL THEN 'attempted'
            WHEN t.outcome = 'doubted' THEN 'inDoubt'
            ELSE 'intended'
        END \(ofAction) AND t.attempted_at <= :time ORDER BY t.attempt DESC LIMIT 1
        """

    static let attempts = TimedColumns(
        begin: "attempted_at",
        [:],
        hiding: [(["outcome", "answered_at", "request_id", "code", "message", "retryable"], until: "answered_at")]
    )

    static let builds = TimedColumns(
        begin: "coalesce(started_at, ended_at)",
        ["status": "CASE WHEN ended_at <= :time THEN status ELSE 'started' END"],
        hiding: [(["image", "phase", "message", "log", "ended_at"], until: "ended_at")]
    )

    static let drifts = TimedColumns(begin: "detected_at", [:], hiding: [(["cleared_at"], until: "cleared_at")])
}
