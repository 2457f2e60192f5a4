import Testing

/// A ledger whose stages are at the emulator.
protocol EmulatedPlace {
    var sandbox: Sandbox { get }
    var emulator: Emulator { get }
}

extension EmulatedPlace {
    var environment: [String: String] { Emulator.environment(emulator.url) }

    func start(_ words: String...) throws -> RunningProgram { try sandbox.start(words, environment: environment) }

    func run(_ words: String...) throws -> Answer { try sandbox.run(words, environment: environment) }

    /// Runs to the exit code 0.
    @discardableResult
    func succeed(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Answer {
        let answer = try sandbox.run(words, environment: environment)
        #expect(answer.status == 0, "\(words): \(answer.error)", sourceLocation: sourceLocation)
        return answer
    }
}
