import NIOSSL

/// A certificate for 127.0.0.1 that nothing trusts but these tests, and its key.
enum LoopbackCertificate {
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBSTCB8aADAgECAgEBMAoGCCqGSM49BAMCMBsxGTAXBgNVBAMMEHN0YWNrbGVk
        Z2VyIHRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBsxGTAX
        BgNVBAMMEHN0YWNrbGVkZ2VyIHRlc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AAQe7rwDxwlwzFlMOXWu+LQDwLhQSe23n55UmmNCpYTlNPteO7bGTxD3SsGFUEUz
        ZQjvc4SVKs+Ss3Fd6vk2B3Q0oyQwIjAPBgNVHREECDAGhwR/AAABMA8GA1UdEwEB
        /wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgLWzBTRwS0i9LMVy/0SDUK4YknOb0
        oFPK8JkE/IwI3swCIFg9H79wFt/jXyIbgx25Tsok4JrU9hB2YmtF8Fymog2C
        -----END CERTIFICATE-----

        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcDfYYG3YbrnIv2/4
        BEkZ4iKhDgSFDWFeKSNx17aax0WhRANCAAQe7rwDxwlwzFlMOXWu+LQDwLhQSe23
        n55UmmNCpYTlNPteO7bGTxD3SsGFUEUzZQjvc4SVKs+Ss3Fd6vk2B3Q0
        -----END PRIVATE KEY-----

        """

    /// A server that shows the certificate and speaks no version before or after these.
    static func server(_ oldest: TLSVersion, through newest: TLSVersion) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        (configuration.minimumTLSVersion, configuration.maximumTLSVersion) = (oldest, newest)
        return try NIOSSLContext(configuration: configuration)
    }
}
