package import LedgerDomain
package import LedgerLog
package import LedgerValues

/// Opens what is sealed, to show it.
package struct Revealing {
    private let ring: SealingKeyRing
    private let origin: SealKeyOrigin

    package init(_ keys: SealKeys) throws(OperationError) {
        origin = keys.origin
        do { ring = try keys.ring() } catch { throw .sealing(error) }
    }

    /// `place` names what the data belongs to, for errors.
    package func opened(
        _ data: JSONObject,
        of place: String,
        in registry: Registry?
    ) throws(OperationError) -> JSONObject {
        do { return try ring.opening(data, in: registry) } catch {
            throw .unsealing(error, place: place, keysFrom: origin)
        }
    }

    /// Every sealed value by itself.
    package func values(
        of data: JSONObject,
        of place: String,
        in registry: Registry?
    ) throws(OperationError) -> [(path: SealPath, value: String)] {
        do { return try ring.values(of: data, in: registry) } catch {
            throw .unsealing(error, place: place, keysFrom: origin)
        }
    }
}
