/// Something in a ledger that is not as it must be.
package struct AuditProblem: Error, Equatable, Sendable {
    /// The event at which it shows, or the first that it concerns; nil where it is about no event.
    package let position: Int?
    package let fault: Fault

    package init(_ position: Int?, _ fault: Fault) {
        (self.position, self.fault) = (position, fault)
    }

    package enum Fault: Equatable, Sendable {
        /// Nothing stands at this position; `next` is the one that comes after it.
        case missing(next: Int)
        /// It stands where no event can.
        case position(expected: Int)
        /// The line is no record, or not in canonical form.
        case record(RecordError)
        /// The stored leaf is not the hash of the record.
        case leaf
        /// What stands in this column is not what the record says.
        case column(String)
        case streamVersion(subject: String, expected: Int, found: Int)
        case recordedTimeDecreases
        case repeatedID(first: Int)
        /// A stream or type that no event has, or that is there twice.
        case name(String)
        /// The log has no head, or none that can be.
        case headRow(String)
        /// The log's head says something else than its events.
        case headSize(said: Int, found: Int)
        case headRoot
        case headTime
        /// `head.json` has no valid slot.
        case headFile
        /// `head.json` acknowledges more events than there are, or others.
        case acknowledged(size: Int, found: Int)
        case acknowledgedRoot(size: Int)
        /// A stored node of the Merkle tree is not the hash of what is below it.
        case node(MerkleNode)
        /// A checkpoint was signed over more events than there are, or over others.
        case checkpointSize(name: String, size: Int, found: Int)
        case checkpointRoot(name: String, size: Int)
        case checkpoint(name: String, reason: String)
        /// A table, index or trigger of the log is not the one that this program makes.
        case schema(String)
        /// SQLite finds the file damaged.
        case database(String)
    }
}

extension AuditProblem: CustomStringConvertible {
    /// Without the position, which stands before it wherever it is shown.
    package var description: String {
        switch fault {
        case .missing(let next): "it is missing; #\(next) comes next"
        case .position(let expected): "it stands where #\(expected) should"
        case .record(let error): "not a record: \(error)"
        case .leaf: "the record is not the one that was hashed"
        case .column(let name): "column '\(name)' is not what the record says"
        case .streamVersion(let subject, let expected, let found):
            "version \(found) of \(subject), where \(expected) should come"
        case .recordedTimeDecreases: "recorded before the event before it"
        case .repeatedID(let first): "it has the id of #\(first)"
        case .name(let what): what
        case .headRow(let what): "the log's head is not one: \(what)"
        case .headSize(let said, let found): "the log's head says \(said) events, there are \(found)"
        case .headRoot: "the log's head has another root than its events"
        case .headTime: "the log's head has another time than its last event"
        case .headFile: "head.json has no valid entry"
        case .acknowledged(let size, let found): "head.json acknowledges \(size) events, there are \(found)"
        case .acknowledgedRoot(let size): "the first \(size) events are not those that head.json acknowledges"
        case .node(let node):
            "the stored hash of #\(node.leaves.lowerBound + 1) to #\(node.leaves.upperBound) is not that of these events"
        case .checkpointSize(let name, let size, let found):
            "\(name) was signed over \(size) events, there are \(found)"
        case .checkpointRoot(let name, let size): "the first \(size) events are not those that \(name) was signed over"
        case .checkpoint(let name, let reason): "\(name): \(reason)"
        case .schema(let what): what
        case .database(let message): "the file is damaged: \(message)"
        }
    }
}
