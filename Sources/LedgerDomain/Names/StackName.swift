/// The name of a stack: at most 20 characters, because names of AWS resources are made from it.
package struct StackName: Hashable, Comparable, Sendable, RawRepresentable {
    package let rawValue: String

    /// Takes a name from a record, without checking it: the rules may have been different then.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Checks a name where it enters.
    package init(checking text: String) throws(NameError) {
        try NameRule.check(text, limit: 20)
        rawValue = text
    }

    package static func < (left: StackName, right: StackName) -> Bool {
        left.rawValue < right.rawValue
    }
}
