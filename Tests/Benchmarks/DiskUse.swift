/// Bytes on disk for each byte of a record.
struct DiskUse {
    private let made: MadeLedger

    init(_ made: MadeLedger) {
        self.made = made
    }

    func figures() -> [Figure] {
        let log = made.ledger.size { $0.hasPrefix("log.db") }
        let views = made.ledger.size { $0.hasPrefix("views.db") }
        let ratio = Double(log + views) / Double(made.recordBytes)
        return [
            Figure(name: "bytes of an event: record", value: each(made.recordBytes)),
            Figure(name: "  log, to the record", value: each(log), ratio: Double(log) / Double(made.recordBytes)),
            Figure(name: "  views, to the record", value: each(views), ratio: Double(views) / Double(made.recordBytes)),
            Figure(name: "  both, to the record", value: each(log + views), ratio: ratio, aim: .atMost(2, ratio)),
        ]
    }

    private func each(_ bytes: Int) -> String { (bytes / made.events).grouped }
}
