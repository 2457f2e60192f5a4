import LedgerValues

/// A revision with its tags.
package struct TaggedTaskDefinition: Equatable, Sendable {
    package let definition: TaskDefinition
    package let tags: [AWSTag]

    init(_ object: JSONObject) throws(AnswerError) {
        definition = try TaskDefinition(object.requiredObject("taskDefinition"))
        tags = object.tags("tags")
    }
}
