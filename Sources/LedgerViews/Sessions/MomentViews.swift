import LedgerDomain
import LedgerSchema
import LedgerValues

/// The TEMP views of a session, which hide the tables of the same names.
///
/// SQLite resolves an unqualified name to them first, so every statement sees the session's moment; `main.stages` is
/// the table with all versions.
struct MomentViews {
    let moment: Moment
    let position: Int
    let now: Timestamp
    let hasLog: Bool

    static let names = ViewCatalog.names + ["clock"]
    static let targets = "rollback_targets"
    static let callStages = "call_stages"
    /// The tables that `call_stages` reads.
    static let placing = [CallColumn.table, StageColumn.table, RunColumn.table]
    /// The tables that `rollback_targets` reads.
    static let judged = [
        DeploymentColumn.table, RunColumn.table, StageColumn.table, RevisionColumn.table, ContainerColumn.table,
        ImageColumn.table, ImageTagColumn.table, "clock",
    ]

    /// The statement that creates the view of that name.
    func sql(for name: String) -> String {
        switch name {
        // Tables with versions by position only.
        case StackColumn.table: view(StackColumn.self, ownTime: nil)
        case StageColumn.table: view(StageColumn.self, ownTime: nil)
        case ImageColumn.table: view(ImageColumn.self, ownTime: "a.pushed_at")
        case ImageTagColumn.table: view(ImageTagColumn.self, ownTime: "a.tagged_at")
        case RevisionColumn.table: view(RevisionColumn.self, ownTime: "a.registered_at")
        case ContainerColumn.table: view(ContainerColumn.self, ownTime: Self.registration)
        // Tables with their own times.
        case DeploymentColumn.table: deployments
        case MarkColumn.table: view(MarkColumn.self, at: TimedColumns.marks)
        case RunColumn.table: view(RunColumn.self, at: TimedColumns.runs)
        case ActionColumn.table: actions
        case AttemptColumn.table: view(AttemptColumn.self, at: TimedColumns.attempts)
        case BuildColumn.table: view(BuildColumn.self, at: TimedColumns.builds)
        case DriftColumn.table: view(DriftColumn.self, at: TimedColumns.drifts)
        case CallColumn.table: view(CallColumn.self, at: TimedColumns.calls)
        case Self.callStages: "CREATE TEMP VIEW call_stages AS \(LedgerSchema.callStages)"
        case "unreadable": unreadable
        case "events": events
        case Self.targets: rollbackTargets
        default: clock
        }
    }

    private static let registration = """
        (SELECT min(r.registered_at) FROM main.revisions AS r
        WHERE r.revision = a.revision AND r.account = a.account AND r.region = a.region)
        """

    private func view<Column: TableColumn>(_: Column.Type, ownTime: String?) -> String {
        let head = "CREATE TEMP VIEW \(Column.table) AS SELECT \(list(Column.self))"
        guard case .time(let time) = moment else { return "\(head) FROM main.\(Column.table) WHERE \(standing)" }
        let key = Column.key.map { "b.\($0.quoted) = a.\($0.quoted)" }.joined(separator: " AND ")
        let isThen = ownTime.map { "AND coalesce(\($0) <= '\(time)', 1)" } ?? ""
        return """
            \(head), 0 AS assumed FROM main.\(Column.table) WHERE \(standing)
            UNION ALL SELECT \(list(Column.self)), 1 FROM main.\(Column.table) AS a
            WHERE valid_from > \(position) \(isThen) AND NOT EXISTS (
                SELECT 1 FROM main.\(Column.table) AS b WHERE \(key) AND b.valid_from < a.valid_from
            )
            """
    }

    private func view<Column: TableColumn>(_: Column.Type, at columns: TimedColumns) -> String {
        let head = "CREATE TEMP VIEW \(Column.table) AS SELECT"
        guard case .time(let time) = moment else {
            return "\(head) \(list(Column.self)) FROM main.\(Column.table) WHERE \(standing)"
        }
        let expressions = Column.allCases.map { column in
            columns.expressions[column.name].map { "\($0) AS \(column.quoted)" } ?? column.quoted
        }
        let sql = """
            \(head) \(expressions.joined(separator: ", ")), valid_from, NULL AS valid_to
            FROM main.\(Column.table) AS a WHERE valid_to IS NULL AND \(columns.begin) <= :time
            """
        return sql.split(separator: ":time", omittingEmptySubsequences: false).joined(separator: "'\(time)'")
    }

    /// A deployment that was only seen has the requester and the reason of the call that began it.
    private var deployments: String {
        if case .time = moment { return view(DeploymentColumn.self, at: TimedColumns.deployments) }
        let beginners = DeploymentBeginner.expressions(of: DeploymentColumn.table, ifKnown: standing)
        let columns = DeploymentColumn.allCases.map { column in
            beginners[column.name].map { "\($0) AS \(column.quoted)" } ?? column.quoted
        }
        return """
            CREATE TEMP VIEW deployments AS SELECT \(columns.joined(separator: ", ")), valid_from, NULL AS valid_to
            FROM main.deployments WHERE \(standing)
            """
    }

    /// What happens to an action is recorded in its order: the last event until then made the version of that time.
    private var actions: String {
        guard case .time(let time) = moment else { return view(ActionColumn.self, ownTime: nil) }
        return """
            CREATE TEMP VIEW actions AS SELECT \(list(ActionColumn.self)) FROM main.actions AS a
            WHERE valid_from = (
                SELECT max(b.valid_from) FROM main.actions AS b JOIN main.event_rows AS e ON e.position = b.valid_from
                WHERE b.stack = a.stack AND b.stage = a.stage AND b.version = a.version AND b.action = a.action
                    AND e.time <= \(time.microseconds)
            )
            """
    }

    /// The condition for the row versions that are visible.
    private var standing: String {
        switch moment {
        case .now: "valid_to IS NULL"
        case .position, .asKnown, .time:
            "valid_from <= \(position) AND (valid_to IS NULL OR valid_to > \(position))"
        }
    }

    /// Current rows have a NULL `valid_to` already, and `*` is much cheaper than naming the columns.
    private func list<Column: TableColumn>(_: Column.Type) -> String {
        if case .now = moment { return "*" }
        return Column.allCases.map(\.quoted).joined(separator: ", ") + ", valid_from, NULL AS valid_to"
    }

    private var unreadable: String {
        "CREATE TEMP VIEW unreadable AS SELECT * FROM main.unreadable WHERE position <= \(position)"
    }

    private var events: String {
        let data = """
            , (SELECT json_extract(l.record, '$.data') FROM log.events AS l WHERE l.position = e.position) AS data
            """
        return """
            CREATE TEMP VIEW events AS SELECT e.*\(hasLog ? data : "") FROM main.events AS e WHERE \(seen)
            """
    }

    private var seen: String {
        guard case .time(let time) = moment else { return "e.position <= \(position)" }
        return """
            (SELECT r.time FROM main.event_rows AS r WHERE r.position = e.position) <= \(time.microseconds)
            """
    }

    /// The current time at the moment, which decides whether locks have expired.
    private var clock: String {
        let present =
            switch moment {
            case .now: "'\(now)'"
            case .time(let time), .asKnown(let time): "'\(time)'"
            case .position: "coalesce((SELECT recorded_time FROM main.events WHERE position = \(position)), '\(now)')"
            }
        return "CREATE TEMP VIEW clock AS SELECT \(present) AS now"
    }

    private var rollbackTargets: String {
        "CREATE TEMP VIEW rollback_targets AS WITH \(LedgerSchema.rollbackTargets)"
    }
}
