/// One fault found in a ledger.
package struct AuditProblem: Error, Equatable, Sendable {
    /// The first event it concerns; nil if it is about no event.
    package let position: Int?
    package let fault: Fault

    package init(_ position: Int?, _ fault: Fault) {
        (self.position, self.fault) = (position, fault)
    }

    package enum Fault: Equatable, Sendable {
        /// No event has this position; `next` is the next one that exists.
        case missing(next: Int)
        /// The position is not greater than the one before.
        case position(expected: Int)
        /// The line is not a record, or not in canonical form.
        case record(RecordError)
        /// The stored leaf is not the hash of the record.
        case leaf
        /// The column differs from the record.
        case column(String)
        case streamVersion(subject: String, expected: Int, found: Int)
        case recordedTimeDecreases
        case repeatedID(first: Int)
        /// A stream or type name that no event uses, or that is stored twice.
        case name(String)
        /// The log has no head, or the head is invalid.
        case headRow(String)
        /// The log's head does not match its events.
        case headSize(said: Int, found: Int)
        case headRoot
        case headTime
        /// `head.json` has no valid slot.
        case headFile
        /// `head.json` acknowledges more events than the log has, or different ones.
        case acknowledged(size: Int, found: Int)
        case acknowledgedRoot(size: Int)
        /// A stored node of the Merkle tree is not the hash of the events below it.
        case node(MerkleNode)
        /// A checkpoint covers more events than the log has, or different ones.
        case checkpointSize(name: String, size: Int, found: Int)
        case checkpointRoot(name: String, size: Int)
        case checkpoint(name: String, reason: String)
        /// A table, index or trigger of the log differs from the one this program creates.
        case schema(String)
        /// SQLite reports that the file is damaged.
        case database(String)
        /// The views say something else than the log.
        case views(String)
        /// The signature by which the old signing key names the new one is not the old key's.
        case keySuccession
    }
}

extension AuditProblem: CustomStringConvertible {
    /// Without the position: callers print it in front.
    package var description: String {
        switch fault {
        case .missing(let next): "missing; the next event is #\(next)"
        case .position(let expected): "out of order; expected #\(expected)"
        case .record(let error): "not a record: \(error)"
        case .leaf: "the record does not match its stored hash"
        case .column(let name): "column '\(name)' differs from the record"
        case .streamVersion(let subject, let expected, let found):
            "version \(found) of \(subject), expected \(expected)"
        case .recordedTimeDecreases: "its recorded time is before the previous event's"
        case .repeatedID(let first): "it has the same id as #\(first)"
        case .name(let what): what
        case .headRow(let what): "the log's head is invalid: \(what)"
        case .headSize(let said, let found): "the log's head says \(said) events, the log has \(found)"
        case .headRoot: "the root in the log's head does not match the events"
        case .headTime: "the time in the log's head is not that of the last event"
        case .headFile: "head.json has no valid entry"
        case .acknowledged(let size, let found): "head.json acknowledges \(size) events, the log has \(found)"
        case .acknowledgedRoot(let size): "the first \(size) events differ from those that head.json acknowledges"
        case .node(let node):
            "the stored hash of #\(node.leaves.lowerBound + 1) to #\(node.leaves.upperBound) does not match them"
        case .checkpointSize(let name, let size, let found):
            "\(name) covers \(size) events, the log has \(found)"
        case .checkpointRoot(let name, let size): "the first \(size) events differ from those that \(name) covers"
        case .checkpoint(let name, let reason): "\(name): \(reason)"
        case .schema(let what): what
        case .database(let message): "the file is damaged: \(message)"
        case .views(let row): "views.db says something else than the log (\(row))"
        case .keySuccession: "the old signing key did not sign that this one takes its place"
        }
    }
}
