import ArgumentParser

/// The root of all commands.
struct Stackledger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stackledger",
        abstract: "Remembers what was deployed, by whom and why, and what can be rolled back to.",
        discussion: """
            A ledger is a directory, named by --ledger or STACKLEDGER_LEDGER, else the nearest .stackledger from here \
            upwards. Every option has a variable: --output is STACKLEDGER_OUTPUT.

              stackledger init
              stackledger stack create shop
              stackledger stage add shop/prod --account 123456789012 --region eu-west-1 --cluster prod --service shop
              stackledger status shop
              stackledger history shop/prod --since "7 days ago"
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Set up",
                subcommands: [Init.self, DoctorCommand.self, CompletionsCommand.self, Demo.self]
            ),
            CommandGroup(name: "Take in", subcommands: [RecordCommand.self, ReplayCommand.self, IngestCommand.self]),
            CommandGroup(name: "Shape", subcommands: [StackGroup.self, StageGroup.self]),
            CommandGroup(
                name: "Act",
                subcommands: [
                    DeployCommand.self, PromoteCommand.self, RollbackCommand.self, ScaleCommand.self,
                    RestartCommand.self, CancelCommand.self, ApproveCommand.self, RejectCommand.self, WaitCommand.self,
                    ExecCommand.self, RecoverCommand.self, ResolveCommand.self, MarkCommand.self,
                ]
            ),
            CommandGroup(
                name: "Ask",
                subcommands: [
                    StacksCommand.self, StagesCommand.self, StatusCommand.self, HistoryCommand.self, ShowCommand.self,
                    TraceCommand.self,
                    TargetsCommand.self, RevisionsCommand.self, ImagesCommand.self, BuildsCommand.self,
                    ActionsCommand.self, CallsCommand.self, EventsCommand.self, DiffCommand.self, BlameCommand.self,
                    QueryCommand.self,
                ]
            ),
            CommandGroup(name: "Keep", subcommands: [BackupCommand.self, RestoreCommand.self]),
            CommandGroup(
                name: "Prove",
                subcommands: [
                    VerifyCommand.self, CheckpointCommand.self, ProveCommand.self, KeysGroup.self, ExportCommand.self,
                ]
            ),
        ]
    )
}
