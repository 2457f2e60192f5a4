package import LedgerDomain
import LedgerProcessor

extension DeploymentRequest {
    /// What a scale sets: `4 tasks, min 2`; nil for any other request.
    package var scaleText: String? {
        guard let scale else { return nil }
        let parts = [
            scale.desired.map { "\($0) \(scale.unit.rawValue)" }, scale.minimum.map { "min \($0)" },
            scale.maximum.map { "max \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// The words of the options that bring back what a scale changed, and only that; nil where there is nothing to bring back.
    package var scaleUndo: [String]? {
        guard let scale, let before = scaleBefore else { return nil }
        let options = [
            scale.desired.flatMap { _ in before.desired }.map { ["--desired", "\($0)"] },
            scale.minimum.flatMap { _ in before.minimum }.map { ["--min", "\($0)"] },
            scale.maximum.flatMap { _ in before.maximum }.map { ["--max", "\($0)"] },
        ].compactMap(\.self)
        guard !options.isEmpty else { return nil }
        return (before.unit == .instances ? ["--instances"] : []) + options.flatMap(\.self)
    }
}
