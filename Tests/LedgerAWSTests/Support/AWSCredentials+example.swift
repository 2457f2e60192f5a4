import LedgerAWS
import LedgerDomain
import LedgerValues

extension AWSCredentials {
    static let example = AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
}

extension Timestamp {
    /// 2026-11-21T10:00:00Z.
    static let now = Timestamp(microseconds: 1_795_255_200_000_000)
}
