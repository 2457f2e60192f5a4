extension String {
    /// `sha256:…` of an image's name.
    var digest: String? {
        split(separator: "@").dropFirst().last.map(String.init)
    }
}
