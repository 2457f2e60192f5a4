/// Who caused an event: `arn:aws:iam::…:user/ana (ana@host)` for an act on AWS, else a name.
package struct Actor: Equatable, Sendable {
    /// AWS has authenticated the ARN; everything after it is what the caller says.
    package let principal: String

    package init(_ text: String) {
        let end = text.hasPrefix("arn:") ? text.firstRange(of: " (")?.lowerBound : nil
        principal = String(text[..<(end ?? text.endIndex)])
    }
}
