import LedgerValues

extension Int {
    var json: JSONValue { .integer(Int64(self)) }
}

extension String? {
    var json: JSONValue { map { .string($0) } ?? .null }
}
