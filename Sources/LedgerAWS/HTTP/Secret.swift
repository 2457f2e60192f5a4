import LedgerValues

/// Text that is held in memory only, and never printed.
package struct Secret: Hashable, Sendable, Concealed {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that needs it.
    package func reveal() -> String { text }
}
