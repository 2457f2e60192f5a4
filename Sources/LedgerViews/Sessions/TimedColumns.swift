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
            """,
            "mark": latestMark("mark"), "mark_reason": latestMark("reason"), "marked_at": latestMark("marked_at"),
            "marked_by": latestMark("marked_by"),
        ]
        .merging(DeploymentBeginner.expressions(of: "a", ifKnown: "valid_to IS NULL AND at <= :time")) { $1 },
        hiding: [
            (["outcome", "code", "message", "ended_at", "superseded_by", "rolled_back_to"], until: "ended_at"),
            (["started_at", "aws_deployment"], until: "started_at"),
            (["approved_at", "approved_by", "self_approved"], until: "approved_at"),
        ]
    )

    /// A column of the latest mark until then: it may have been changed later.
    private static func latestMark(_ column: String) -> String {
        """
        (SELECT m.\(column) FROM main.marks AS m
        WHERE m.stack = a.stack AND m.stage = a.stage AND m.version = a.version AND m.valid_to IS NULL
            AND m.marked_at <= :time ORDER BY m.marked_at DESC LIMIT 1)
        """
    }

    static let marks = TimedColumns(begin: "marked_at", [:], hiding: [])

    static let runs = TimedColumns(begin: "\"from\"", [:], hiding: [(["to"], until: "\"to\"")])

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

    static let calls = TimedColumns(begin: "at", [:], hiding: [])

    static let drifts = TimedColumns(begin: "detected_at", [:], hiding: [(["cleared_at"], until: "cleared_at")])
}
