import ArgumentParser

extension Demo {
    /// A question of the demo, and the command that answers it.
    struct Question {
        /// What somebody wants to know.
        let text: String
        private let command: String

        /// `command` needs no quotes.
        init(_ text: String, _ command: String) {
            (self.text, self.command) = (text, command)
        }

        /// As it is typed.
        var line: String { "stackledger \(command)" }

        /// Shows the command, then its answer.
        func ask(of ledger: String) throws {
            StandardOutput.write("\n# \(text)\n$ \(line)\n")
            let words = command.split(separator: " ").map(String.init)
            var command = try Stackledger.parseAsRoot(words + ["--ledger", ledger])
            try command.run()
        }
    }
}

extension Demo.Question {
    static let all = [
        Self("What runs in each stage of shop?", "status shop"),
        Self("What ran in its prod on the Tuesday at ten?", "status shop/prod --at 2026-10-06T10:00Z"),
        Self(
            "Who changed prod of pay on the bad Wednesday, and why?",
            "history pay/prod --since 2026-10-14 --until 2026-10-15"
        ),
        Self(
            "Where could a rollback have gone that noon, after the first one?",
            "targets pay/prod --at 2026-10-14T12:00Z"
        ),
        Self("And where would it go now?", "targets pay/prod"),
        Self("How did the bad version come about, and what was done for it?", "trace pay/prod@v3"),
    ]

    /// What one can ask next.
    static let more = [
        Self("What ran in prod of shop on the Thursday?", "status shop/prod --at 2026-10-08"),
        Self("And what did the ledger know of it then?", "status shop/prod --at 2026-10-08 --as-known"),
        Self("Which deployment set what, of all that runs there now?", "blame shop/prod"),
        Self("For programs:", "history shop/prod -o json"),
    ]
}
