import ArgumentParser
import LedgerDomain
import LedgerLog
import LedgerValues

struct RevealOptions: ParsableArguments {
    @Flag(help: "Open sealed values with the ledger's sealing keys, and show them.")
    var reveal = false

    /// Nil when nothing is to be opened.
    func revealing(_ asking: Asking) throws(Failure) -> Revealing? {
        reveal ? try Revealing(ledger: asking.directory) : nil
    }
}

/// Opens what is sealed, for showing.
struct Revealing {
    private let ring: SealingKeyRing
    private let origin: SealKeyOrigin

    init(ledger: String) throws(Failure) {
        let keys = SealKeys(ledger: ledger)
        origin = keys.origin
        do { ring = try keys.ring() } catch { throw Failure(error) }
    }

    /// `place` says what the data belongs to, for errors.
    func opened(_ data: JSONObject, of place: String) throws(Failure) -> JSONObject {
        do { return try ring.opening(data) } catch { throw Failure(error, of: place, keysFrom: origin) }
    }

    /// Every sealed value by itself.
    func values(of data: JSONObject, of place: String) throws(Failure) -> [(path: SealPath, value: String)] {
        do { return try ring.values(in: data) } catch { throw Failure(error, of: place, keysFrom: origin) }
    }
}

extension Failure {
    init(_ error: UnsealError, of place: String, keysFrom origin: SealKeyOrigin) {
        switch error {
        case .otherKey(let id):
            self.init(
                .unexpected,
                "otherSealingKey",
                "a value of \(place) is sealed with key \(id), which is not in \(origin.name)",
                hint: "add that key, before the others if it is older"
            )
        case .damaged:
            self.init(
                .unexpected,
                "sealDamaged",
                "a sealed value of \(place) was changed, or moved from elsewhere",
                hint: "stackledger doctor"
            )
        }
    }
}
