extension CredentialLoader {
    /// Gets credentials from the container's agent, as on ECS, EKS and CloudShell.
    func container(
        _ endpoint: Endpoint,
        _ target: String,
        _ token: CredentialSource.ContainerToken
    ) async throws(CredentialError) -> AWSCredentials {
        var headers = [NameValue("Accept", "application/json")]
        if let token = try authorization(token) { headers.append(NameValue("Authorization", token)) }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var request = HTTPRequest(
            .get,
            endpoint,
            path: endpoint.prefix + parts[0],
            headers: headers,
            timeout: .seconds(2)
        )
        request.query = parts.count > 1 ? Self.query(parts[1]) : []
        return try Self.read(try await body(of: request, .container), .container)
    }

    /// Gets credentials from EC2 instance metadata, version 2: a token, then the role's name, then its keys.
    func metadata(_ endpoint: Endpoint, _ timeout: Duration) async throws(CredentialError) -> AWSCredentials {
        let hour = NameValue("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        let path = endpoint.prefix + "/latest"
        let asking = HTTPRequest(.put, endpoint, path: "\(path)/api/token", headers: [hour], timeout: timeout)
        let token = String(decoding: try await body(of: asking, .instanceMetadata), as: UTF8.self)
        let headers = [NameValue("x-aws-ec2-metadata-token", token)]
        let roles = "\(path)/meta-data/iam/security-credentials/"
        let naming = HTTPRequest(.get, endpoint, path: roles, headers: headers, timeout: timeout)
        let names = String(decoding: try await body(of: naming, .instanceMetadata), as: UTF8.self)
        guard let role = names.split(whereSeparator: \.isNewline).first else {
            throw .unavailable(.instanceMetadata, why: "the instance has no role")
        }
        let rolePath = roles + String(role).percentEncoded
        let keys = HTTPRequest(.get, endpoint, path: rolePath, headers: headers, timeout: timeout)
        return try Self.read(try await body(of: keys, .instanceMetadata), .instanceMetadata)
    }

    private func authorization(_ token: CredentialSource.ContainerToken) throws(CredentialError) -> String? {
        let text: String
        switch token {
        case .none: return nil
        case .text(let secret): text = secret.reveal()
        case .file(let path): text = try self.text(ofFile: path)
        }
        guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .unavailable(.container, why: "its token is not valid in an HTTP header")
        }
        return text
    }

    private static func query(_ text: String) -> [NameValue] {
        text.split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return NameValue(halves[0].percentDecoded, halves.count > 1 ? halves[1].percentDecoded : "")
        }
    }

    private func body(
        of request: HTTPRequest,
        _ source: CredentialError.Source
    ) async throws(CredentialError) -> [UInt8] {
        let response: HTTPResponse
        do { response = try await transport.exchange(request) } catch { throw .unavailable(source, why: "\(error)") }
        guard response.status == 200 else { throw .unavailable(source, why: "it answered HTTP \(response.status)") }
        return response.body
    }
}
