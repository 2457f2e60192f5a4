/// One statement of SQL that reads the views.
///
/// Those of the command line are in `Statements/`, as members of this type. Its parameters are named `:so`; one that is
/// not given is NULL, which in the statements here means "any".
package struct Statement: Hashable, Sendable {
    package let sql: String

    package init(_ sql: String) {
        self.sql = sql
    }
}
