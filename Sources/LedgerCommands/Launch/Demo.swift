import LedgerValues
import ArgumentParser
import LedgerLog
import LedgerOperations
import LedgerSystem

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a ledger with two recorded stories in it, and ask it some questions.",
        discussion: """
            The first week of the stack shop, and a bad release of the stack pay with its rollbacks, as they stand in \
            Replays/. The ledger stays, to be asked on; nothing else is read or written.

              stackledger demo
              stackledger demo ~/demo-ledger
            """
    )

    @Argument(help: "The directory to make; a new temporary one by default.", completion: .directory)
    var directory: String?

    func run() throws {
        let path = try directory ?? Self.temporaryDirectory()
        let head = try Self.makeLedger(at: path)
        Self.say("Two recorded stories, \(head.size) events, in the ledger \(path):")
        Self.say("the stack shop from Monday to Sunday, and a bad release of the stack pay.")
        for question in Question.all { try question.ask(of: path) }
        Self.say("\nThe ledger stays. Go on by hand:\n\n  export STACKLEDGER_LEDGER=\(path.shellQuoted)")
        for question in Question.more { Self.say("\n  # \(question.text)\n  \(question.line)") }
    }

    private static func say(_ line: String) {
        StandardOutput.write(line + "\n")
    }
}

// MARK: - The ledger

extension Demo {
    private static func temporaryDirectory() throws(Failure) -> String {
        do { return try PrivateDirectory("stackledger-demo").path } catch {
            throw Failure(CommandError.noTemporaryDirectory(in: error.parent, error.error))
        }
    }

    private static func makeLedger(at path: String) throws -> LogHead {
        var records: [Record] = []
        for story in RecordedStory.allCases { records += try story.records() }
        let log = try Ledger.create(at: path).log()
        do {
            try log.append(verbatim: records)
            return try log.head()
        } catch { throw OperationError.log(error) }
    }
}
