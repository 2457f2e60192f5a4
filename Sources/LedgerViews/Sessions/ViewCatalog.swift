/// The tables and views of the read model with their columns.
package struct ViewCatalog: Sendable {
    package struct Entry: Equatable, Sendable {
        package let name: String
        package let columns: [Column]
    }

    package struct Column: Equatable, Sendable {
        package let name: String
        /// The declared type; empty for a computed column.
        package let type: String
    }

    package let entries: [Entry]

    /// The names that are a public contract, in display order.
    package static let names = [
        StackColumn.table, StageColumn.table, DeploymentColumn.table, MarkColumn.table, RunColumn.table,
        RevisionColumn.table, ContainerColumn.table, ImageColumn.table, ImageTagColumn.table, ActionColumn.table,
        AttemptColumn.table, BuildColumn.table, DriftColumn.table, CallColumn.table, MomentViews.callStages, "events",
        "unreadable", "rollback_targets",
    ]
}

extension ViewSession {
    /// The tables as this session shows them, for `query --tables` and `--schema`.
    package func catalog() throws(ViewError) -> ViewCatalog {
        try makeAllViews()
        var entries: [ViewCatalog.Entry] = []
        for name in ViewCatalog.names {
            let columns = try rows(of: .columns, ["name": .text(name)]).rows.map { row in
                ViewCatalog.Column(name: row[0].text ?? "", type: row[1].text ?? "")
            }
            entries.append(ViewCatalog.Entry(name: name, columns: columns))
        }
        return ViewCatalog(entries: entries)
    }
}

extension Statement {
    fileprivate static let columns = Statement("SELECT name, type FROM pragma_table_xinfo(:name)")
}
