/// Told now and then how far the views have come, and how far they will.
package typealias ViewProgress = (_ position: Int, _ total: Int) -> Void

/// How events are taken in.
struct TakeInOptions {
    /// How many rows are held in memory before all are written and forgotten.
    let rowsInMemory: Int
    let progress: ViewProgress?
}
