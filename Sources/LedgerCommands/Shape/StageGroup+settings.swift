import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem
import LedgerValues

extension StageGroup {
    struct SettingOptions: ParsableArguments {
        @Option(help: "The AWS account; the stack's by default.")
        var account: String?

        @Option(help: "The AWS region; the stack's by default.")
        var region: String?

        @Option(help: "The ECS cluster, by name or ARN.")
        var cluster: String?

        @Option(help: "The ECS service, by name or ARN.")
        var service: String?

        @Option(help: "The task definition family; the service's name by default.")
        var family: String?

        @Option(help: "The container that runs the stack's image; the stack's name by default.")
        var container: String?

        @Option(help: "The Lambda function, by name or ARN.")
        var function: String?

        @Option(help: "The alias that the Lambda function is called through; without one its newest code runs.")
        var alias: String?

        @Option(help: "Whether a deploy or promotion to this stage waits for an approval: automatic or manual.")
        var approval: Approval?

        @Option(help: "How many different people have to approve, by their AWS principals.")
        var approvers: Int?

        @Flag(help: "Whoever asked for a deployment may not approve it.")
        var notRequester = false

        @Option(name: .customLong("setting"), help: "Any other setting, as name=value; may be repeated.")
        var others: [String] = []

        func parsedOthers() throws(Failure) -> [(String, String)] {
            var parsed: [(String, String)] = []
            for setting in others {
                let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init
                )
                guard parts.count == 2, !parts[0].isEmpty else { throw .usage(.notASetting(setting)) }
                parsed.append((parts[0], parts[1]))
            }
            if let approvers {
                guard approvers > 0 else { throw .usage(.tooFewApprovers(approvers)) }
                parsed.append((ApprovalRule.approversSetting, "\(approvers)"))
            }
            if notRequester { parsed.append((ApprovalRule.requesterSetting, "true")) }
            return parsed
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a stage to a stack.",
            discussion: """
                Stages have an order, in which a change goes through them: last by default. The order never changes later.

                With AWS credentials in the environment, in a file or of a container, AWS is asked what the stage runs, for \
                three seconds at most. That is recorded as v0, which a rollback can go back to.

                  stackledger stage add shop/dev --account 123456789012 --region eu-west-1 --cluster dev --service shop
                  stackledger stage add shop/staging --after dev --cluster staging --service shop
                  stackledger stage add shop/prod --cluster prod --service shop --approval manual
                  stackledger stage add thumbs/prod --function thumbs-prod --alias live
                """
        )

        @Argument(help: "STACK/STAGE.")
        var stage: String

        @Option(help: "The stage that it comes after.")
        var after: String?

        @Flag(help: "It comes before all others.")
        var first = false

        @Flag(help: "Do not ask AWS what the stage runs.")
        var noLook = false

        @OptionGroup var settings: SettingOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let id = try StageID(argument: stage)
            let stack = try StackDefaults(of: id.stack, in: options.ledger.open(for: .reading))
            guard let account = settings.account ?? stack.account, let region = settings.region ?? stack.region else {
                throw Failure.usage(.registryMissing(id))
            }
            let target = try target(of: id)
            var others = JSONObject(try settings.parsedOthers().map { ($0, .string($1)) })
            if let alias = settings.alias {
                guard case .lambda = target else { throw OperationError.refused(.aliasOfService(id)) }
                others["alias"] = .string(alias)
            }
            let added = StageAdded(
                id: id,
                placement: try placement(),
                account: account,
                region: region,
                target: target,
                approval: settings.approval ?? .automatic,
                settings: others
            )
            try options.record(.stage(.added(added)), in: .stage(id), text: "Added the stage \(id).")
            if !noLook, !options.dryRun { try look(id) }
        }

        private func look(_ id: StageID) throws {
            let caller = try options.actor.caller(logger: options.ledger.logger)
            let ledger = try options.ledger.open(for: .writing)
            try Interruptible.wait(interruption: { OperationError.interrupted(.reading) }) {
                () async throws(OperationError) in
                await StageLook.run(id, ledger, caller)
            }
        }

        private func placement() throws(Failure) -> StagePlacement {
            switch (after, first) {
            case (nil, true): .first
            case (nil, false): .last
            case (let stage?, false): .after(StageName(rawValue: stage))
            case (_?, true): throw .usage(.exclusive("--first", "--after"))
            }
        }

        private func target(of id: StageID) throws(Failure) -> StageTarget {
            switch (settings.cluster, settings.service, settings.function) {
            case (let cluster?, let service?, nil):
                .ecs(
                    cluster: cluster,
                    service: service,
                    family: settings.family ?? ARN.lastName(of: service),
                    container: settings.container ?? id.stack.rawValue
                )
            case (nil, nil, let function?): .lambda(function: function)
            default: throw .usage(.targetMissing(id))
            }
        }
    }

    struct Change: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Change a stage's settings; an empty value removes one.",
            discussion: """
                  stackledger stage change shop/prod --approval manual --approvers 2 --not-requester
                  stackledger stage change shop/prod --setting approvers= --setting notRequester=
                  stackledger stage change shop/prod --setting pipeline=shop-release
                """
        )

        @Argument(help: "STACK/STAGE.")
        var stage: String

        @OptionGroup var settings: SettingOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let id = try StageID(argument: stage)
            var changes = JSONObject(changing: [
                ("account", settings.account), ("region", settings.region), ("approval", settings.approval?.rawValue),
            ])
            var target = JSONObject(changing: [
                ("cluster", settings.cluster), ("service", settings.service), ("family", settings.family),
                ("container", settings.container), ("function", settings.function),
            ])
            if settings.alias != nil, settings.function == nil {
                try options.ledger.open(for: .reading).requireFunction(id)
            }
            let others = JSONObject(
                changing: try settings.parsedOthers().map { ($0, $1) } + [("alias", settings.alias)]
            )
            if settings.function != nil { target["kind"] = "lambda" }
            if !target.isEmpty { changes["target"] = .object(target) }
            if !others.isEmpty { changes["settings"] = .object(others) }
            guard !changes.isEmpty else { throw Failure.usage(.settingMissing) }
            try options.record(.stage(.changed(changes)), in: .stage(id), text: "Changed \(id).")
        }
    }
}

extension Approval: ExpressibleByArgument {}
