import ArgumentParser
import LedgerAWS
import LedgerDomain
import LedgerProcessor
import LedgerValues
import LedgerSystem

struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Print the line that opens a shell in a running task, or run it.",
        discussion: """
            Lists the tasks that run on standard error and prints the whole aws ecs execute-command line for one of \
            them, the newest unless --task names another; with --run it becomes that program, which needs the AWS CLI \
            and its Session Manager plugin. The service must be set up for it: --enable-execute-command.

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

    @Option(help: "The task, by its id or the beginning of it.")
    var task: String?

    @Flag(name: .customLong("run"), help: "Run the line instead of printing it.")
    var isRun = false

    @Argument(parsing: .postTerminator, help: "What is run in the container; /bin/sh by default.")
    var command: [String] = []

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let id = try StageID(argument: stage)
        let definition = try OpenLedger.forReading(ledger).definition(of: id)
        guard case .ecs(let cluster, _, _, let own) = definition.target else {
            throw Failure(
                .refused,
                "wrongKind",
                "\(id) is a Lambda function: it has no tasks",
                hint: "aws lambda invoke"
            )
        }
        let tasks = try tasks(of: definition).filter { $0.id.hasPrefix(task ?? "") }
        guard let newest = tasks.first else {
            throw Failure.notFound(
                "no \(task.map { "task \($0)" } ?? "task") of \(id) runs",
                hint: "aws ecs list-tasks"
            )
        }
        try newest.require(container ?? own, of: id)
        let lines = tasks.map { task in
            ExecLine(
                region: definition.region,
                cluster: cluster,
                task: task.id,
                container: container ?? own,
                command: command
            )
        }
        if isRun { throw lines[0].becomeIt() }
        show(tasks, lines)
    }

    private func tasks(of stage: StageAdded) throws(Failure) -> [ECSTask] {
        let reader = StageReader(try StageEntry.client(of: stage), stage)
        let interruption = Failure(.interrupted, "interrupted", "interrupted", hint: "repeat")
        return try Interruptible.wait(interruption: { interruption }) { () async throws(Failure) -> [ECSTask] in
            do throws(CloudError) { return try await reader.runningTasks() } catch { throw Failure(error) }
        }
    }

    private func show(_ tasks: [ECSTask], _ lines: [ExecLine]) {
        let listing = Listing(
            columns: ["task", "revision", "started_at", "container", "command"],
            rows: zip(tasks, lines).map { task, line in
                [
                    .string(task.id), task.taskDefinition.map { .string($0.revisionName) } ?? .null,
                    task.startedAt.map { .string($0.description) } ?? .null, .string(line.container),
                    .string(line.text),
                ]
            }
        )
        listing.print(as: output.format) {
            for task in tasks.dropFirst(tasks.count > 1 ? 0 : 1) {
                StandardError.note("\(task.id)  \(task.taskDefinition?.revisionName ?? "")")
            }
            return lines[0].text
        }
    }
}

extension ECSTask {
    /// The last part of its ARN.
    fileprivate var id: String { arn.split(separator: "/").last.map(String.init) ?? arn }

    fileprivate func require(_ name: String, of stage: StageID) throws(Failure) {
        guard containers.contains(where: { $0.name == name }) else {
            let names = containers.map(\.name).joined(separator: ", ")
            throw .notFound("task \(id) has no container '\(name)', but \(names)", hint: "--container names one")
        }
        guard canExecute else {
            throw Failure(
                .refused,
                "execDisabled",
                "the tasks of \(stage) are not set up for commands",
                hint: "aws ecs update-service --enable-execute-command --force-new-deployment"
            )
        }
    }
}
