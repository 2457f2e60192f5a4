/// An SQL statement that reads the views.
///
/// The command line's statements are members of this type, in `Statements/`. Parameters are named, as in `:name`; a
/// missing one is NULL, which means "any" in those statements.
package struct Statement: Hashable, Sendable {
    package let sql: String

    package init(_ sql: String) {
        self.sql = sql
    }
}
