import LedgerAWS
import LedgerDomain

extension AWSClient {
    /// The answer of a read; without one, an error that names the call.
    ///
    /// If AWS refuses the read as such and `thing` is given, then `thing` does not exist.
    func read<Answer>(_ call: AWSRead<Answer>, of thing: String? = nil) async throws(CloudError) -> Answer {
        do { return try await send(call).get() } catch { throw CloudError(error, call.operation.name, of: thing) }
    }

    /// The client for the region of an image's registry, which may not be the stage's.
    func elsewhere(_ region: String) throws(CloudError) -> AWSClient {
        do { return try reaching(region) } catch {
            throw .unusable("\(region): \(error)", hint: "check the image's registry")
        }
    }

    /// The current state of a stage's service.
    func service(_ target: ECSTarget) async throws(CloudError) -> ECSService {
        let name = "service '\(target.service)' in cluster '\(target.cluster)'"
        let services = try await read(.describeServices([target.service], in: target.cluster), of: name)
        guard let service = services.first, service.status != "INACTIVE" else { throw .missing(name) }
        return service
    }

    /// The tasks of a service that are to run: at most a hundred, which is the most that ECS describes in one call.
    func tasks(of target: ECSTarget) async throws(CloudError) -> [ECSTask] {
        let call = AWSRead.listTasks(of: target.service, in: target.cluster)
        let arns = try await read(call, of: "service '\(target.service)' in cluster '\(target.cluster)'")
        guard !arns.isEmpty else { return [] }
        return try await read(.describeTasks(Array(arns.prefix(100)), in: target.cluster))
    }
}

extension Pages.Iterator {
    /// The next page, nil after the last; without an answer, an error that names the call.
    mutating func read(of thing: String? = nil) async throws(CloudError) -> Answer? {
        do { return try await next() } catch { throw CloudError(error, operation.name, of: thing) }
    }
}
