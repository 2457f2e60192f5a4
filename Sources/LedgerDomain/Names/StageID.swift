/// A stage of a stack, written `STACK/STAGE`.
package struct StageID: Hashable, Comparable, Sendable {
    package let stack: StackName
    package let stage: StageName

    package init(_ stack: StackName, _ stage: StageName) {
        (self.stack, self.stage) = (stack, stage)
    }

    package static func < (left: StageID, right: StageID) -> Bool {
        (left.stack, left.stage) < (right.stack, right.stage)
    }
}

extension StageID: CustomStringConvertible {
    package var description: String { "\(stack.rawValue)/\(stage.rawValue)" }
}
