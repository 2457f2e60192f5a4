import LedgerDomain
import LedgerLog
import LedgerValues

extension Batch {
    func seal(_ data: JSONObject, of type: EventType, in stream: StreamName) throws(BatchError) -> SealedData {
        do { return try gate.seal(data, in: Registry(ofValuesIn: data, type, stream)) } catch { throw .sealing(error) }
    }

    /// Adds the fingerprint of a definition that is already sealed.
    func completingFingerprint(_ given: JSONObject) throws(BatchError) -> JSONObject {
        guard given["fingerprint"] == nil, let definition = given["definition"]?.object else { return given }
        var data = given
        do { data["fingerprint"] = .string(try gate.fingerprint(ofDefinition: definition)) } catch {
            throw .sealing(error)
        }
        return data
    }
}
