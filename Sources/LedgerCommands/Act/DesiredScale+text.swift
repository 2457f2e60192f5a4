import LedgerDomain
import LedgerProcessor

extension DesiredScale {
    var text: String {
        let parts = [
            desired.map { "\($0) \(unit.rawValue)" }, minimum.map { "min \($0)" }, maximum.map { "max \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// Only what was changed is brought back.
    func command(undoing change: DesiredScale, of id: StageID) -> String? {
        let parts = [
            change.desired.flatMap { _ in desired }.map { "--desired \($0)" },
            change.minimum.flatMap { _ in minimum }.map { "--min \($0)" },
            change.maximum.flatMap { _ in maximum }.map { "--max \($0)" },
        ].compactMap(\.self)
        guard !parts.isEmpty else { return nil }
        let unit = unit == .instances ? ["--instances"] : []
        return (["stackledger scale \(id)"] + unit + parts).joined(separator: " ")
    }
}
