extension String {
    /// `family` of `family:N`.
    package var familyName: String { lastIndex(of: ":").map { String(self[..<$0]) } ?? self }
}
