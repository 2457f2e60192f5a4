/// Called from time to time with the position that the views have reached, and the one to reach.
package typealias ViewProgress = (_ position: Int, _ total: Int) -> Void

/// How events are added to the views.
struct ViewUpdateOptions {
    /// The maximum number of rows held in memory before all are written and dropped.
    let rowsInMemory: Int
    let progress: ViewProgress?
}
