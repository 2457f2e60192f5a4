/// SQL for who began a deployment that was only seen, and how: by the call that began it, whichever was recorded first.
///
/// The rows themselves follow from the stage's stream alone: acts compare them with that stream.
enum DeploymentBeginner {
    /// The expressions by column; `deployment` is the table's name in the statement, `isKnown` holds for calls that are.
    static func expressions(of deployment: String, ifKnown isKnown: String) -> [String: String] {
        func expression(_ call: String, otherwise column: String) -> String {
            """
            CASE WHEN \(deployment).kind = 'observed' AND \(deployment).aws_deployment IS NOT NULL THEN coalesce(
                (
                    SELECT \(call) FROM main.calls
                    WHERE aws_deployment = \(deployment).aws_deployment AND \(isKnown) AND EXISTS (
                        SELECT 1 FROM main.stages AS s
                        WHERE s.stack = \(deployment).stack AND s.stage = \(deployment).stage AND s.valid_to IS NULL
                            AND s.account = main.calls.account AND s.region = main.calls.region
                    )
                    ORDER BY at, call LIMIT 1
                ),
                \(deployment).\(column)
            ) ELSE \(deployment).\(column) END
            """
        }
        return [
            "requested_by": expression("actor", otherwise: "requested_by"),
            "reason": expression("operation || ' by ' || principal", otherwise: "reason"),
        ]
    }
}
