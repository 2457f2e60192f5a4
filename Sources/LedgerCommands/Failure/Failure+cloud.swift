import LedgerDomain

extension Failure {
    init(_ error: CloudError) {
        switch error {
        case .settings(let why):
            self.init(
                .unexpected,
                "awsSettings",
                why,
                hint: "the settings are those of the AWS CLI: AWS_REGION, AWS_PROFILE …"
            )
        case .missing:
            self.init(.notFound, "awsNotFound", "\(error)", hint: "stackledger stages shows the stage")
        case .missingImage:
            self.init(.notFound, "awsNotFound", "\(error)", hint: "aws ecr list-images shows what is there")
        case .unusable(let what, let hint): self.init(.refused, "awsUnusable", what, hint: ShellText(verbatim: hint))
        case .notYet(let what): self.init(.conflict, "busy", what, hint: "try again when that is over")
        case .credentials(let why):
            self.init(
                .unexpected,
                "credentials",
                "AWS credentials: \(why)",
                hint: "aws sts get-caller-identity shows which are used"
            )
        case .denied(let operation, let message):
            self.init(.unexpected, "denied", "\(operation): \(message)", hint: "allow it, or use another AWS_PROFILE")
        case .unanswered(let operation, let message):
            self.init(
                .unexpected,
                "unanswered",
                "\(operation): \(message)",
                hint: "nothing was changed: try again"
            )
        }
    }
}
