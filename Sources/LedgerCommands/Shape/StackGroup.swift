import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerLog
import LedgerValues

struct StackGroup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stack",
        abstract: "Create, change and delete stacks.",
        subcommands: [Create.self, Change.self, Delete.self]
    )
}

extension StackGroup {
    struct SettingOptions: ParsableArguments {
        @Option(help: "The AWS account, the default of its stages.")
        var account: String?

        @Option(help: "The AWS region, the default of its stages.")
        var region: String?

        @Option(help: "What it is.")
        var description: String?

        @Option(help: "Where its source code is.")
        var repository: String?

        @Option(help: "Who hosts the source code: github, gitlab, bitbucket, codecommit.")
        var provider: String?

        @Option(help: "The branch that is built.")
        var branch: String?

        func source() throws(Failure) -> SourceRepository? {
            guard let repository else {
                guard provider == nil, branch == nil else { throw .usage(.repositoryMissing) }
                return nil
            }
            return SourceRepository(
                provider: provider ?? Self.provider(of: repository),
                url: repository,
                branch: branch ?? "main"
            )
        }

        private static func provider(of url: String) -> String {
            ["github", "gitlab", "bitbucket", "codecommit"].first { url.lowercased().split(separator: $0).count > 1 }
                ?? "git"
        }
    }

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Create a stack.",
            discussion: """
                  stackledger stack create shop --repository https://github.com/acme/shop --region eu-west-1
                """
        )

        @Argument(help: "Its name: letters, digits, '.', '_' and '-', at most 20.")
        var stack: String

        @Option(help: "container (ECS services) or serverless (Lambda functions).")
        var architecture = Architecture.container

        @OptionGroup var settings: SettingOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let name = try StackName(argument: stack)
            let created = StackCreated(
                stack: name,
                architecture: architecture,
                repository: try settings.source(),
                account: settings.account,
                region: settings.region,
                description: settings.description
            )
            try options.record(.stack(.created(created)), in: .stack(name), text: "Created the stack \(name.rawValue).")
        }
    }

    struct Change: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Change a stack's settings; an empty value removes one.",
            discussion: """
                  stackledger stack change shop --description "The web shop"
                  stackledger stack change shop --account ""
                """
        )

        @Argument(help: "The stack.")
        var stack: String

        @OptionGroup var settings: SettingOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let name = try StackName(argument: stack)
            var changes = JSONObject(changing: [
                ("account", settings.account), ("region", settings.region), ("description", settings.description),
            ])
            if settings.repository == "" {
                changes["repository"] = .null
            } else if let source = try settings.source() {
                changes["repository"] = .object(source.data)
            }
            guard !changes.isEmpty else { throw Failure.usage(.settingMissing) }
            try options.record(.stack(.changed(changes)), in: .stack(name), text: "Changed the stack \(name.rawValue).")
        }
    }

    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete",
            abstract: "Delete a stack that has no stages left; its history stays.",
            discussion: """
                Nothing is deleted in AWS.

                  stackledger stack delete shop -m "replaced by store"
                """
        )

        @Argument(help: "The stack.")
        var stack: String

        @OptionGroup var reason: ReasonOptions
        @OptionGroup var options: ShapeOptions

        func run() throws {
            let name = try StackName(argument: stack)
            let event = LedgerEvent.stack(.deleted(reason: reason.reason))
            try options.record(event, in: .stack(name), text: "Deleted the stack \(name.rawValue).")
        }
    }
}

extension Architecture: ExpressibleByArgument {}

extension JSONObject {
    /// A `…changed` event's members: only those given, and null for those given empty.
    init(changing settings: [(String, String?)]) {
        self.init()
        for (name, value) in settings {
            if let value { self[name] = value.isEmpty ? .null : .string(value) }
        }
    }
}
