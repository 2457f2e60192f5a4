package import LedgerValues

/// What service revisions ran: AWS's only record of the digests that a deployment really used.
///
/// Twenty at most.
package struct DescribeServiceRevisions: JSONCall {
    package static let operation = AWSOperation(.ecs, "DescribeServiceRevisions", .read)

    package let arns: [String]

    package init(_ arns: [String]) {
        self.arns = arns
    }

    package var members: JSONObject { ["serviceRevisionArns": .array(arns.map { .string($0) })] }

    package struct Answer: JSONAnswer, Equatable {
        package let revisions: [ServiceRevision]
        package let failures: [ECSFailure]

        package init(_ object: JSONObject) throws(AnswerError) {
            revisions = try object.objects("serviceRevisions").map { object throws(AnswerError) in
                try ServiceRevision(object)
            }
            failures = object.objects("failures").map(ECSFailure.init)
        }
    }
}
