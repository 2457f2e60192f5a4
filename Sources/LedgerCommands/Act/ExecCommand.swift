import ArgumentParser
import LedgerDomain
import LedgerOperations
import LedgerSystem
import LedgerValues

struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Print the command that opens a shell in a running task, or run it.",
        discussion: """
            Lists the running tasks on standard error and prints the aws ecs execute-command line for the newest one, or \
            for --task. With --run it becomes that program, which needs the AWS CLI and its Session Manager plugin. The \
            service must be set up for it: --enable-execute-command.

              stackledger exec shop/prod
              stackledger exec shop/prod --run
              stackledger exec shop/prod --run -- ls -l /tmp
              stackledger exec shop/prod --json | jq -r '.[].command'
            """
    )

    @Argument(help: "STACK/STAGE.")
    var stage: String

    @Option(help: "The container; the stage's own by default.")
    var container: String?

    @Option(help: "The task: its id or the beginning of it.")
    var task: String?

    @Flag(name: .customLong("run"), help: "Run the command instead of printing it.")
    var isRun = false

    @Argument(parsing: .postTerminator, help: "What to run in the container; /bin/sh by default.")
    var command: [String] = []

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let (task, container) = (task, container)
        let caller = try Caller(clouds: AWSStageClouds(logger: ledger.logger), report: ReportPrinter().report)
        let ledger = try ledger.open(for: .reading)
        if isRun { try ledger.requireOwn() }
        let found = try Interruptible.wait(interruption: { OperationError.interrupted(.reading) }) {
            () async throws(OperationError) in
            try await RunningTasks.found(of: id, task: task, container: container, ledger, caller)
        }
        let lines = found.tasks.map { task in
            ExecLine(
                region: found.stage.region,
                cluster: found.cluster,
                task: task.id,
                container: found.container,
                command: command
            )
        }
        if isRun { throw lines[0].becomeIt() }
        show(found.tasks, lines)
    }

    private func show(_ tasks: [RunningTask], _ lines: [ExecLine]) {
        let listing = Listing(
            columns: ["task", "revision", "started_at", "container", "command"],
            rows: zip(tasks, lines).map { task, line in
                [
                    .string(task.id), task.revision.json, (task.startedAt?.description).json, .string(line.container),
                    .string(line.text),
                ]
            }
        )
        listing.print(as: output.format) {
            for task in tasks.dropFirst(tasks.count > 1 ? 0 : 1) {
                StandardError.note("\(task.id)  \(task.revision ?? "")")
            }
            return lines[0].text.escapingControls
        }
    }
}
