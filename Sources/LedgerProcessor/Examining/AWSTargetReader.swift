package import LedgerAWS
package import LedgerDomain

/// Answers ``TargetQuestion``s by reads of AWS.
///
/// A refusal means "it does not exist" only if its code says exactly that.
package struct AWSTargetReader: Sendable {
    let client: AWSClient
    let stage: StageAdded

    package init(_ client: AWSClient, _ stage: StageAdded) {
        (self.client, self.stage) = (client, stage)
    }

    package func answer(_ question: TargetQuestion) async -> TargetAnswer {
        switch question {
        case .service: await service()
        case .revision(let name): await revision(name)
        case .image(let name): await image(name)
        case .secret(let id): await secret(id)
        case .parameter(let name): await parameter(name)
        case .role(let name): await role(name)
        case .logGroup(let name, let region): await logGroup(name, region)
        case .function: await function(version: nil)
        case .functionVersion(let version): await function(version: version)
        }
    }

    /// Reads in the given region, which may not be the stage's.
    func ask<Answer>(
        _ call: AWSRead<Answer>,
        in region: String? = nil,
        missing: Set<String>,
        _ read: (Answer) -> TargetAnswer
    ) async -> TargetAnswer {
        let client: AWSClient
        do { client = try self.client(in: region) } catch { return .unknown(code: "region", message: "\(error)") }
        do { return read(try await client.send(call).get()) } catch {
            return TargetAnswer(error, call.operation.name, missing: missing)
        }
    }

    func client(in region: String?) throws(SettingsError) -> AWSClient {
        guard let region else { return client }
        return try client.reaching(region)
    }
}

extension TargetAnswer {
    /// `missing` are the codes that mean that it does not exist.
    init(_ failure: CallFailure, _ operation: String, missing: Set<String> = []) {
        switch failure {
        case .refused(let error) where missing.contains(error.code): self = .missing
        case .refused(let error): self = .unknown(code: error.code, message: "\(operation): \(error.message)")
        case .unanswered(let noAnswer): self = .unknown(code: "noAnswer", message: "\(operation): \(noAnswer)")
        }
    }
}
