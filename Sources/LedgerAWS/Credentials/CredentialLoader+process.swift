import LedgerSystem
import NIOPosix

extension CredentialLoader {
    /// Runs a command that prints credentials as JSON.
    func run(_ words: [String], _ source: CredentialError.Source) async throws(CredentialError) -> AWSCredentials {
        let (machine, environment) = (machine, settings.environment)
        let ending: ChildProcess.Ending
        do {
            // Blocks a thread of NIO's pool for blocking work, not one that runs tasks.
            ending = try await NIOThreadPool.singleton.runIfActive { try machine.run(words, environment) }
        } catch {
            throw .unavailable(source, why: "\(words[0]) cannot be run")
        }
        guard ending.status == 0 else {
            throw .commandFailed(source, status: ending.status)
        }
        return try Self.read(ending.output, source)
    }
}
