import LedgerAWS
import LedgerDomain

/// Looks up the resources that a definition needs.
extension AWSTargetReader {
    /// Images outside ECR cannot be looked up.
    func image(_ name: String) async -> TargetAnswer {
        guard let image = ImageName(name), let home = image.registry else {
            return .unknown(code: "notInECR", message: "only images in ECR can be looked up")
        }
        let asked: ImageID = image.digest.map { .digest($0) } ?? .tag(image.tag ?? "latest")
        let call = AWSRead.describeImages([asked], in: ECRRepository(image.repository, account: home.account))
        return await ask(call, in: home.region, missing: ["ImageNotFoundException", "RepositoryNotFoundException"]) {
            guard let detail = $0.first else { return .missing }
            return .image(digest: detail.digest, isUsable: detail.status.map { $0 == "ACTIVE" } ?? true)
        }
    }

    /// A secret that is scheduled for deletion cannot be read.
    func secret(_ id: String) async -> TargetAnswer {
        await ask(.describeSecret(id), in: ARN(id)?.region, missing: ["ResourceNotFoundException"]) {
            $0.deletedAt == nil ? .secret(versions: $0.versions) : .missing
        }
    }

    func parameter(_ name: String) async -> TargetAnswer {
        await ask(.getParameters([name]), in: ARN(name)?.region, missing: ["ParameterNotFound"]) {
            $0.isEmpty ? .missing : .found
        }
    }

    func role(_ name: String) async -> TargetAnswer {
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return await ask(.getRole(last), missing: ["NoSuchEntity", "NoSuchEntityException"]) { _ in .found }
    }

    func logGroup(_ name: String, _ region: String) async -> TargetAnswer {
        let client: AWSClient
        do { client = try self.client(in: region) } catch { return .unknown(code: "region", message: "\(error)") }
        let call = AWSRead.describeLogGroups(prefix: name)
        do throws(CallFailure) {
            for try await names in client.pages(of: call) where names.contains(name) { return .found }
            return .missing
        } catch { return TargetAnswer(error, call.operation.name) }
    }

    /// The stage's function, or a version of it.
    func function(version: String?) async -> TargetAnswer {
        guard case .lambda(let function) = stage.target else { return .missing }
        let call = AWSRead.getFunctionConfiguration(function, version: version)
        return await ask(call, missing: ["ResourceNotFoundException"]) { _ in .found }
    }
}
