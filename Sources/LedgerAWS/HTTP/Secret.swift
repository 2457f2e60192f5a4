import LedgerValues

/// Text that stays in memory and is never printed.
package struct Secret: Hashable, Sendable, Concealed {
    private let text: String

    package init(_ text: String) {
        self.text = text
    }

    /// The secret text.
    package func reveal() -> String { text }
}
