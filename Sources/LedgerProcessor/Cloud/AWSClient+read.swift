import LedgerAWS
import LedgerDomain

extension AWSClient {
    /// The answer of a read; whatever else comes of it is an error that names the call.
    func read<Call: AWSCall>(_ call: Call) async throws(CloudError) -> Call.Answer {
        do { return try await send(call).get() } catch { throw CloudError(error, Call.operation.name) }
    }

    /// The answer of a read of `thing`, which AWS does not know where it refuses the read as such.
    func read<Call: AWSCall>(_ call: Call, of thing: String) async throws(CloudError) -> Call.Answer {
        do { return try await send(call).get() } catch {
            if case .refused(let refusal) = error, refusal.kind == .invalid { throw .missing(thing) }
            throw CloudError(error, Call.operation.name)
        }
    }

    /// In the region of an image's registry, which need not be the stage's.
    func elsewhere(_ region: String) throws(CloudError) -> AWSClient {
        do { return try reaching(region) } catch {
            throw .unusable("\(region): \(error)", hint: "check the image's registry")
        }
    }

    /// The service of a stage, as it stands.
    func service(_ target: ECSTarget) async throws(CloudError) -> ECSService {
        let name = "service '\(target.service)' in cluster '\(target.cluster)'"
        let call = DescribeServices(cluster: target.cluster, services: [target.service])
        let answer = try await read(call, of: name)
        guard let service = answer.services.first, service.status != "INACTIVE" else { throw .missing(name) }
        return service
    }
}
